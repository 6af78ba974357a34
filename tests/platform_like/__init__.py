"""An LMS and a Studio without their code: settings, addresses and apps put together as they do it.

The plug-ins are found by the platform's own machinery, `edx_django_utils.plugins`; the order is
that of its settings modules.
"""
