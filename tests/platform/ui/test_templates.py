"""The parts as they are sent: no code or style within, every example whole, errors linked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import django_filters
import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

import jilian
from jilian.ui import examples

PACKAGE = Path(jilian.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
STYLES = sorted((PACKAGE / "ui/static/ui").glob("*.css"))


@pytest.fixture(autouse=True)
def addresses_of_the_frame_alone(settings):
    settings.ROOT_URLCONF = "django.conf.urls.i18n"


def page(name, address="/", **context):
    request = RequestFactory().get(address)
    return get_template(name).template.render(Context({"request": request, **context}))


def part(source, address="/", **context):
    request = RequestFactory().get(address)
    return Template("{% load jilian_ui %}" + source).render(
        Context({"request": request, **context})
    )


@pytest.fixture(params=["en", "zh-hans"])
def components(request):
    with translation.override(request.param):
        return page("ui/components.html", **examples.context(date(2022, 3, 8)))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_code_or_style(template):
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", template.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"\son[a-z]+=|hx-on|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def test_each_part_has_an_example(components):
    for name in (
        "figure",
        "event-line",
        "gantt-drawing",
        "chain-drawing",
        "map-box",
        "decision-table",
        "difference",
        "confirmation",
        "empty",
        "chips",
        "waiting",
        "source-mark",
        "badge-inferred",
        "badge-made",
        "error-summary",
        "progress",
        "chart-box",
        "multiples-panels",
        "range-line",
        "table-list",
        "facts",
    ):
        assert re.search(rf'class="[^"]*\b{name}\b', components), name


def test_ids_stand_once_on_a_page(components):
    ids = re.findall(r'\sid="([^"]+)"', components)
    repeated = {one for one in ids if ids.count(one) > 1 and not one.startswith("id_")}
    assert not repeated


def test_a_page_has_one_heading_of_the_first_rank(components):
    assert len(re.findall(r"<h1[ >]", components)) == 1


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_no_context(name):
    with translation.override("zh-hans"):
        assert "<h1>" in get_template(name).template.render(Context())


def test_an_error_is_a_link_to_its_field():
    form = examples.ShortageForm({"quantity": "0", "share": "cluster"})
    html = part("{% error_summary form %}", form=form)
    assert '<a href="#id_product">' in html
    assert '<a href="#id_quantity">' in html


def test_at_most_five_things_wait_and_the_rest_is_counted():
    items = [{"title": f"call {n}", "url": "/", "verb": "Forward"} for n in range(7)]
    with translation.override("en"):
        html = part("{% waiting items %}", items=items)
    assert html.count("<li>") == 5
    assert "and 2 more" in html


def test_progress_asks_again_only_while_it_runs():
    running = part('{% progress label="x" url="/part" done=3 whole=9 state="running" %}')
    done = part('{% progress label="x" url="/part" state="done" %}')
    assert 'hx-get="/part"' in running
    assert 'value="3" max="9"' in running
    assert "hx-get" not in done


def test_a_figure_shows_its_bound_and_opens_its_parts():
    source = '{% figure 3000 label="x" unit="项" bound="nearly" url="/parts" %}'
    with translation.override("en"):
        html = part(source)
    assert '<a href="/parts">' in html
    assert '<span class="number">3,000</span><span class="unit">项</span>' in html


def test_a_missing_figure_is_unknown_and_not_zero():
    with translation.override("en"):
        html = part('{% figure None label="x" unit="项" of=10 %}')
    assert 'class="unknown">unknown' in html
    assert ">0<" not in html


def test_a_chip_takes_its_own_filter_off_and_keeps_the_rest():
    class Rows(list):
        model = None

    class Towns(django_filters.FilterSet):
        town = django_filters.ChoiceFilter(
            label="Town", choices=[("1", "Jiuting"), ("2", "Xinqiao")], method="keep"
        )
        staff = django_filters.RangeFilter(label="Staff", method="keep")

        def keep(self, rows, name, value):
            return rows

    address = "/firms/?town=1&staff_min=5&sort=name&on=2022-03-08"
    request = RequestFactory().get(address)
    chosen = Towns(request.GET, queryset=Rows())
    html = part("{% filter_chips filter %}", address, filter=chosen)
    assert "Jiuting" in html
    assert 'href="/firms/?staff_min=5&amp;sort=name&amp;on=2022-03-08"' in html
    assert 'href="/firms/?sort=name&amp;on=2022-03-08"' in html


def test_the_theme_is_read_from_a_known_set_only():
    request = RequestFactory().get("/")
    source = Template("{% load jilian_ui %}[{% theme %}]")
    for cookie, theme in (("dark", "dark"), ("light", "light"), ('"><script>', "")):
        request.COOKIES["theme"] = cookie
        assert source.render(Context({"request": request})) == f"[{theme}]"


def test_values_are_escaped_in_drawings():
    html = part("{% chain layers %}", layers=examples.chain_layers()[:1])
    assert "<b>" not in html
    node = examples.ChainNode("x", "<b>x</b>", url="/?a=1&b=2")
    html = part("{% chain layers %}", layers=[examples.ChainLayer("l", "l", [node])])
    assert "<b>x" not in html


COLOUR = re.compile(r"--([a-z-]+): #([0-9a-f]{6});")


def themes():
    source = (PACKAGE / "ui/static/ui/tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r"([^{}]+)\{([^{}]*--paper: #[^{}]*)\}", source)
    return {selector.strip(): dict(COLOUR.findall(body)) for selector, body in blocks}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", themes())
def test_contrast_reaches_wcag_aa_in_each_theme(theme):
    colours = themes()[theme]
    for ground in ("paper", "sunk"):
        for ink in ("ink", "muted", "accent", "late", "soon", "confirmed"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["control-line"], colours[ground]) >= 3, ground
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5


def test_the_two_dark_themes_are_the_same():
    assert len(themes()) == 3
    dark = [
        colours
        for selector, colours in themes().items()
        if "light" in selector or "dark" in selector
    ]
    assert dark[0] == dark[1]


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_colours_are_named_in_the_tokens_only(style):
    if style.name in ("tokens.css", "print.css"):
        return
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", style.read_text(encoding="utf-8"))


def test_no_filter_or_tag_takes_the_name_of_another():
    from itertools import combinations

    from jilian.ui.templatetags import drawing_filters, list_tags, value_filters

    parts = [one.register for one in (drawing_filters, list_tags, value_filters)]
    for one, other in combinations(parts, 2):
        assert not one.filters.keys() & other.filters.keys()
        assert not one.tags.keys() & other.tags.keys()


@pytest.mark.parametrize(("places", "shown"), [(0, "5%"), (1, "4.9%"), (2, "4.91%")])
def test_a_share_that_was_computed_keeps_its_value_at_any_number_of_places(places, shown):
    from django.template import Context, Template

    template = Template(f"{{% load jilian_ui %}}{{{{ share|as_percent:{places} }}}}")
    assert template.render(Context({"share": 0.0491})) == shown
