"""What a change may touch: the lines of its impact list, who signs each off, and the score of a risk. Pure."""

from change_control.impact.lines import AREAS, LineToAnswer, areas_of, lines_for
from change_control.impact.scoring import BANDS, HIGHEST, Band, band_of, score_of

__all__ = ["AREAS", "BANDS", "HIGHEST", "Band", "LineToAnswer", "areas_of", "band_of", "lines_for", "score_of"]
