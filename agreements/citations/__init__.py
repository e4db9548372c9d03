"""References to paragraphs of 21 CFR, read in a text and checked against the headings of the sections. Pure.

Glossaries of vendors cite Part 111 wrongly, and procedures copy them (domain, trap T8). What is said of a wrong
reference is what is wrong and what is right; what cannot be judged is left alone.
"""

from agreements.citations.checking import WrongCitation, wrong_citations
from agreements.citations.sections import PART_11, PART_111, SUBPARTS, Section, section_of

__all__ = ["PART_11", "PART_111", "SUBPARTS", "Section", "WrongCitation", "section_of", "wrong_citations"]
