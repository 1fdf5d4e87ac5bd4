"""An encoder's CRF on a scale where bytes halve at each whole step, measured on hands at work and on traffic.

Both encoders are even over most of their range; SVT-AV1's last steps are ever larger.
"""

LEAST = {"av1": 63, "h264": 51}
H264_STEP = 6.4
AV1_SCALE = {1: -3.7, 46: -0.29, 50: 0.0, 54: 0.314, 58: 0.737, 60: 1.02, 62: 1.446, 63: 1.794}


def scale(codec: str, crf: float) -> float:
    """Return where a CRF lies on the scale."""
    if codec == "h264":
        return crf / H264_STEP
    known = list(AV1_SCALE)
    above = next((one for one in known[1:] if crf <= one), known[-1])
    below = known[known.index(above) - 1]
    share = (crf - below) / (above - below)
    return AV1_SCALE[below] + (AV1_SCALE[above] - AV1_SCALE[below]) * share


def coarser(codec: str, crf: int, steps: float) -> int:
    """Return the next CRF that is at least so many steps of the scale coarser, or the last there is."""
    wanted = scale(codec, crf) + steps
    return next((one for one in range(crf + 1, LEAST[codec]) if scale(codec, one) >= wanted), LEAST[codec])
