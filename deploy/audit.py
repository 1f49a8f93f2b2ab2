"""Judge pages of a running demo with Lighthouse (needs Node and chromium), signed in as Ana.

    make demo  in one terminal,  make audit  in another.  URL=http://localhost:8000

Goals: on a phone at least 95 for performance, everywhere 100 for accessibility, best practices and
what search engines check of any page.
"""

import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

LIGHTHOUSE = "lighthouse@13.5.0"
SITE = "/harbour/willow-court/"
GOALS = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
REPORTS = Path(__file__).resolve().parents[1] / "var" / "audit"


class Visitor:
    """Somebody with a session at the demo, or without one."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def read(self, path: str, data: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(self.base + path, body, {"Referer": self.base + path})
        with self.opener.open(request, timeout=60) as answer:
            text: str = answer.read().decode()
            return text

    def sign_in(self, email: str, password: str) -> None:
        form = self.read("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        self.read(
            "/accounts/login/",
            {
                "login": email,
                "password": password,
                "csrfmiddlewaretoken": token[1] if token else "",
            },
        )
        if "sessionid" not in {cookie.name for cookie in self.jar}:
            sys.exit("Signing in failed: is this the demo?")

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


def link(html: str, pattern: str) -> str | None:
    """The first address on a page that fits."""
    found = re.search(rf'href="({pattern})"', html)
    return found[1] if found else None


def measure(command: list[str], environment: dict[str, str]) -> None:
    """Run Lighthouse. Chromium sometimes records no trace of a page; then it says: run it again."""
    for attempt in (1, 2, 3):
        done = subprocess.run(command, env=environment, capture_output=attempt < 3, check=False)
        if done.returncode == 0:
            return
    sys.exit("Lighthouse could not measure the page.")


def judge(base: str, page: str, form: str, cookies: str) -> bool:
    """Run Lighthouse once and print what it found; whether all goals are met."""
    report = REPORTS / f"{re.sub('[^a-z0-9]+', '-', page).strip('-') or 'front'}-{form}.json"
    command = [
        "npx", "--yes", LIGHTHOUSE, base + page, "--quiet", "--output=json",
        f"--output-path={report}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic",
    ]  # fmt: skip
    if form == "desktop":
        command.append("--preset=desktop")
    if cookies:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
    chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "google-chrome"
    measure(command, os.environ | {"CHROME_PATH": chrome})
    found = json.loads(report.read_text())
    landed = found["finalDisplayedUrl"]
    scores = {name: found["categories"][name]["score"] or 0 for name in GOALS}
    print(f"{page:52} {form:8}", *(f"{n} {round(s * 100)}" for n, s in scores.items()), flush=True)
    if urllib.parse.urlsplit(landed).path != page:
        print(f"    landed on {landed}")
        return False
    missed = [n for n, goal in GOALS.items() if scores[n] < goal]
    for name in missed:
        for reference in found["categories"][name]["auditRefs"]:
            finding = found["audits"][reference["id"]]
            if finding["score"] is not None and finding["score"] < 1 and reference["weight"]:
                print(f"    {name}: {finding['title']} {finding.get('displayValue', '')}")
    return not missed


def main() -> int:
    base = os.environ.get("URL") or f"http://localhost:{os.environ.get('PORT', '8000')}"
    REPORTS.mkdir(parents=True, exist_ok=True)
    ana = Visitor(base)
    ana.sign_in("ana@willow.example", "concierge-demo")
    home = ana.read(SITE)
    announcement = link(home, SITE + r"announcements/[^/\"]+/")
    calendar = link(home, SITE + r"(?:events|calendar)/")
    pages = [("/", ""), ("/accounts/login/", "")]
    pages += [(page, ana.cookies) for page in (SITE, announcement, calendar) if page]
    met = [
        judge(base, page, form, cookies)
        for page, cookies in pages
        for form in ("mobile", "desktop")
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
