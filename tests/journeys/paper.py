"""A certificate on paper: what a scanner reads from it."""

import subprocess
from pathlib import Path

DOTS_PER_INCH = 150


def read_qr(pdf: bytes, folder: Path) -> str:
    """Print the first page to a picture and return what zbar reads in it."""
    file, picture = folder / "sertifikat.pdf", folder / "sertifikat"
    file.write_bytes(pdf)
    printer = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-png", "-singlefile"]
    subprocess.run([*printer, str(file), str(picture)], check=True)
    scanner = ["zbarimg", "--quiet", "--raw", f"{picture}.png"]
    return subprocess.run(scanner, check=True, capture_output=True, text=True).stdout.strip()
