"""A real browser over a real server. Skipped where there is no Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import PASSWORD, People

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
HERE = Path(__file__).parent

# Playwright's loop runs in this thread; Django would take the tests' own queries for calls from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def chromium() -> str | None:
    wanted = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in wanted if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium here: apt-get install chromium, or set CHROMIUM"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=["desk"])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_as(browser: Browser, live_server, people: People, size: str) -> Iterator[Callable[[str], Page]]:
    """A page with somebody signed in. Any error of a script, or of the security policy, fails the test."""
    contexts = []
    errors: list[str] = []

    def signed_in(name: str) -> Page:
        context = browser.new_context(viewport=SIZES[size], locale="zh-CN", base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _is_ours(message) else None)
        page.goto("/login/")
        page.fill("#id_username", getattr(people, name).username)
        page.fill("#id_password", PASSWORD)
        page.click("text=登录 >> nth=-1")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert not errors


def _is_ours(message) -> bool:
    # An answer of 4xx is part of some tests; the browser reports it as an error of loading.
    expected = ("Failed to load resource", "Response Status Error Code", "htmx:sendError", "htmx:afterRequest")
    return message.type == "error" and not any(text in message.text for text in expected)
