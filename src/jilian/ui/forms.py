"""How forms look: one renderer for every form of the platform."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Finds form templates as all templates are found, ours first.

    Named in the settings as FORM_RENDERER; needs ``django.forms`` among the applications.
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
