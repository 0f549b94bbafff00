"""Make the README's pictures from what was just built: of the site, of a citation on a phone, of the PDF."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "tools" / "pictures"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """Write tools/pictures/page.png, card.png and pdf.png."""
    PICTURES.mkdir(exist_ok=True)
    chromium = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 820}, color_scheme="light")
        page.goto((ROOT / "build" / "html" / "overview.html").as_uri())
        page.screenshot(path=PICTURES / "page.png")
        phone = browser.new_page(
            viewport={"width": 360, "height": 640}, reduced_motion="reduce", has_touch=True
        )
        phone.goto(page.url)
        phone.locator("#cite-6").tap()
        phone.locator(".evidence-card").wait_for()
        phone.screenshot(path=PICTURES / "card.png")
        browser.close()
    first_chapter = ["-f", "4", "-l", "4", "-r", "80", "-png", "-singlefile"]
    pdf = ROOT / "build" / "pdf" / "guide.pdf"
    subprocess.run(["pdftoppm", *first_chapter, str(pdf), str(PICTURES / "pdf")], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
