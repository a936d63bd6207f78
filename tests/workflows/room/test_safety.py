"""The reading room answers this machine alone, and its answers carry headers that let nothing run."""

from __future__ import annotations

import pytest

from kliping.errors import SettingsError
from tests.workflows.room.conftest import TOKEN, Browser
from workflows.room.safety import COOKIE, is_loopback, require_loopback


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:8765", 200),
        ("[::1]:8765", 200),
        ("evil.example.org", 400),
        ("127.0.0.1.example.org:8765", 400),
        ("192.0.2.7:8765", 400),
        ("", 400),
        ("[", 400),
    ],
)
def test_only_a_loopback_host_is_answered(browser, host, status) -> None:
    answer = Browser(browser.app, host).get("/")
    assert answer.status == status
    assert ("Museum" in answer.text) == (status == 200)


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/room.css", "/queues/quarantine"])
def test_every_answer_forbids_scripts_frames_and_foreign_content(browser, address) -> None:
    policy = browser.get(address).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert browser.get(address).headers["x-content-type-options"] == "nosniff"


def test_the_token_becomes_a_cookie_and_leaves_the_address(browser) -> None:
    answer = browser.enter()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    (cookie,) = answer.cookies
    assert cookie.startswith(f"{COOKIE}=")
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    assert TOKEN not in cookie


def test_a_wrong_token_opens_nothing(browser) -> None:
    assert browser.get("/?token=guessed").cookies == []


@pytest.mark.parametrize(
    ("host", "inside"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.0.2.7", False), ("example.org", False)],
)  # fmt: skip
def test_it_listens_on_loopback_alone(host, inside) -> None:
    assert is_loopback(host) == inside
    if not inside:
        with pytest.raises(SettingsError, match="tunnel"):
            require_loopback(host)


@pytest.mark.parametrize("back", ["//example.org", "https://example.org", "/\\example.org", "javascript:alert(1)"])
def test_choosing_a_language_never_leads_away(browser, back) -> None:
    from urllib.parse import quote

    assert browser.get(f"/language/id?back={quote(back, safe='')}").headers["location"] == "/"
