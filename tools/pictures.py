"""Make the README's pictures from what was just built: of the site, of a citation on a phone, of the PDF."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright
from pypdf import PdfReader
from pypdf.generic import Destination

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
    pdf = ROOT / "build" / "pdf" / "guide.pdf"
    reader = PdfReader(pdf)
    overview = next(
        entry
        for entry in reader.outline
        if isinstance(entry, Destination)
        and entry.title == "Stem cells and autoimmune disease: what is known"
    )
    number = str((reader.get_destination_page_number(overview) or 0) + 1)
    first_page = ["-f", number, "-l", number, "-r", "80", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *first_page, str(pdf), str(PICTURES / "pdf")], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    main()
