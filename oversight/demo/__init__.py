"""The demo company: a year of four companies' work, made through the real actions on a shifted clock."""
