"""Whether the suite has all it needs here: asked by `wbm doctor` and `manage.py wbm_doctor`."""
