"""Pages kept once for a whole company: parts that a building may replace by its own words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.body import BodyBlock


class OverridableBlock(blocks.StructBlock):
    """A part with a name. Buildings that write nothing of their own show the company's content."""

    label = blocks.CharBlock(
        max_length=80,
        label=_("Name of the part"),
        help_text=_("What building managers see, for example Assembly point."),
    )
    content = BodyBlock(required=False, label=_("What the company says"))

    class Meta:
        icon = "edit"
        label = _("Part that buildings may replace")
        group = _("For all buildings")
        template = "portal/blocks/overridable.html"


class MasterBodyBlock(BodyBlock):
    """What a page for all buildings is made of: everything a building's page is, and such parts."""

    overridable = OverridableBlock()
