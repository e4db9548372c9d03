"""The QR code of a pallet sheet, as SVG made here: the page's policy lets no script and no other host draw it."""

from base64 import b64encode

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import QRCode


def drawn(address: str) -> str:
    """A data address of the picture; a quarter of it may be torn or dirty."""
    code: QRCode[SvgPathFillImage] = QRCode(error_correction=ERROR_CORRECT_Q, image_factory=SvgPathFillImage)
    code.add_data(address)
    return f"data:image/svg+xml;base64,{b64encode(code.make_image().to_string()).decode('ascii')}"
