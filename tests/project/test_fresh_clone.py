"""The first thing a newcomer does: clone, and run two commands."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

FROM_NOTHING = 180
# A few seconds, and as many again while other tests keep both cores busy.
AGAIN = 20


@pytest.mark.slow
@pytest.mark.xdist_group("clone")  # they would wait for it
@pytest.mark.tex
def test_two_commands_give_site_and_pdf(
    clone: Path, shell: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    shutil.rmtree(clone / ".venv", ignore_errors=True)

    start = time.monotonic()
    site = shell("make html")
    taken = time.monotonic() - start
    assert site.returncode == 0, site.stdout
    assert taken < FROM_NOTHING, site.stdout
    assert "build/html/index.html" in site.stdout.splitlines()[-1]
    assert "</html>" in (clone / "build/html/index.html").read_text(encoding="utf-8")

    start = time.monotonic()
    again = shell("make html")
    taken = time.monotonic() - start
    assert again.returncode == 0, again.stdout
    assert taken < AGAIN, again.stdout
    assert "-m pip" in site.stdout
    assert "-m pip" not in again.stdout, "nothing is installed twice"

    pdf = shell("make pdf")
    assert pdf.returncode == 0, pdf.stdout
    assert "build/pdf/guide.pdf" in pdf.stdout.splitlines()[-1]
    assert (clone / "build/pdf/guide.pdf").read_bytes().startswith(b"%PDF-")
