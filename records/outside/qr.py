"""A QR code as a drawing inside the page: one path, no file, no script."""

from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_QUIET = 4
"""Empty modules around the code (ISO/IEC 18004, 6.3.8)."""


def qr_drawing(text: str) -> SafeString:
    """An SVG of `text` as a QR code of level M, in units of one module; its size is the style sheet's affair."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(
        f"M{column} {row}h1v1h-1z" for row, line in enumerate(matrix) for column, dark in enumerate(line) if dark
    )
    side = len(matrix)
    return mark_safe(  # noqa: S308 - figures alone
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
    )
