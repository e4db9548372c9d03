"""Checking an Ed25519 signature (RFC 8032 §5.1.7) with the standard library: a verifier needs no other package.

It only ever handles public values, so nothing here need take constant time. Signing is `cryptography`'s affair.
"""

from hashlib import sha512

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_LENGTH = 32

Point = tuple[int, int, int, int]
"""Extended homogeneous coordinates X, Y, Z, T."""


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is the key's; False for whatever is no key or no signature."""
    if len(public_key) != _LENGTH or len(signature) != 2 * _LENGTH:
        return False
    point, given = _decompressed(public_key), _decompressed(signature[:_LENGTH])
    scalar = int.from_bytes(signature[_LENGTH:], "little")
    if point is None or given is None or scalar >= _ORDER:
        return False
    challenge = int.from_bytes(sha512(signature[:_LENGTH] + public_key + message).digest(), "little") % _ORDER
    return _is_same(_times(scalar, _BASE), _sum(given, _times(challenge, point)))


def is_key(public_key: bytes) -> bool:
    """Whether these bytes are a point of the curve."""
    return len(public_key) == _LENGTH and _decompressed(public_key) is not None


def _sum(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _sum(total, point)
        point, scalar = _sum(point, point), scalar >> 1
    return total


def _is_same(one: Point, other: Point) -> bool:
    same_x = (one[0] * other[2] - other[0] * one[2]) % _P == 0
    return same_x and (one[1] * other[2] - other[1] * one[2]) % _P == 0


def _decompressed(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int | None:
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if sign else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P:
        return None
    return _P - x if x & 1 != sign else x


def _base() -> Point:
    y = 4 * pow(5, _P - 2, _P) % _P
    x = _x_of(y, 0) or 0
    return x, y, 1, x * y % _P


_BASE = _base()
