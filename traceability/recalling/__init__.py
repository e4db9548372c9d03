"""Recalls as calculation: what is asked, who is drawn, how far it got, how an exercise scores. No Django."""
