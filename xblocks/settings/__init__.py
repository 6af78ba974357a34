"""What the suite adds to the settings of an LMS and a Studio.

Each module has the function `plugin_settings` that the platform calls while its settings are made;
nothing here may import what needs them.
"""
