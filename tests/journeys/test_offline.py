"""The site as an app: it can be installed, and says so kindly when there is no connection."""

from typing import Any

import pytest


@pytest.fixture
def app(story: Any, server: Any, browser: Any, browser_context_args: dict[str, Any]) -> Any:
    """Ana's browser, with the service worker at work, which all other journeys block: it would
    answer in place of the routes they watch."""
    from concierge.demo.cast import PASSWORD, PEOPLE

    allowed = browser_context_args | {"base_url": server.url, "service_workers": "allow"}
    context = browser.new_context(**allowed)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", PEOPLE["ana"][2])
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main button[type=submit]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield page
    context.close()


KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


def test_without_connection_ana_reads_that_there_is_none(app: Any) -> None:
    app.goto("/harbour/willow-court/")
    app.goto("/my/inbox/")
    kept = app.evaluate(KEPT)
    assert "/offline/" in kept
    assert [path for path in kept if path != "/offline/" and not path.startswith("/static/")] == []
    app.context.set_offline(True)
    app.goto("/harbour/willow-court/")
    assert app.locator("h1").inner_text() == "There is no connection"
    assert app.locator(".card").evaluate("box => getComputedStyle(box).display") != "inline"
    assert "Ana" not in app.content()
    # Nor does going back bring private pages from a store of ours.
    assert app.evaluate("fetch('/api/v1/me').then(() => 'answered', () => 'failed')") == "failed"
    app.context.set_offline(False)
    app.get_by_role("link", name="Try again").click()
    app.wait_for_function("document.title.includes('Willow Court')")


def test_the_browser_finds_nothing_that_keeps_it_from_being_installed(app: Any) -> None:
    session = app.context.new_cdp_session(app)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest")
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of the test is a private one, in which nothing can be installed.
    assert {error["errorId"] for error in errors} <= {"in-incognito"}


def test_a_message_from_outside_is_shown(app: Any, server: Any) -> None:
    app.context.grant_permissions(["notifications"], origin=server.url)
    session = app.context.new_cdp_session(app)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    app.wait_for_timeout(500)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": server.url,
            "registrationId": registrations[-1],
            "data": '{"title": "Water off", "text": "At 9.", "path": "/my/inbox/", "tag": "a"}',
        },
    )
    shown = app.evaluate(
        """async () => {
          const worker = await navigator.serviceWorker.ready;
          for (let turn = 0; turn < 50; turn += 1) {
            const found = await worker.getNotifications();
            const told = ({ title, body, tag, data }) => ({ title, body, tag, data });
            if (found.length) return found.map(told);
            await new Promise((done) => setTimeout(done, 100));
          }
          return [];
        }"""
    )
    assert shown == [
        {"title": "Water off", "body": "At 9.", "tag": "a", "data": {"path": "/my/inbox/"}}
    ]


def test_preferences_offer_the_switch(app: Any) -> None:
    app.context.grant_permissions(["notifications"])
    app.goto("/my/preferences/")
    box = app.locator("#this-device")
    box.get_by_role("button", name="Switch on here").wait_for()
    assert box.get_by_text("Switching that on needs script").is_hidden()
