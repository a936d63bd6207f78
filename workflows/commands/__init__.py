"""The subcommands of ``kliping``, one module each; every module offers ``command``."""
