"""Training of models. Needs the extra `train`; nothing here is imported at run time."""
