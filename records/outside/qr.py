"""A QR code as a drawing inside the page: one path, no file, no script."""

from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

_QUIET = 4
"""Empty modules around the code (ISO/IEC 18004, 6.3.8)."""


def qr_drawing(text: str, *, is_outdoors: bool = False) -> SafeString:
    """An SVG of `text` as a QR code, in units of one module; its size is the style sheet's affair.

    An eighth of it may be unreadable (level M); a quarter where it goes outdoors, torn or dirty (level Q).
    """
    code = QRCode(error_correction=ERROR_CORRECT_Q if is_outdoors else ERROR_CORRECT_M, border=_QUIET)
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
