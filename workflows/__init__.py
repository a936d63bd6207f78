"""When and with what: definitions, partitions, jobs, schedules, sensors, resources, the command line."""
