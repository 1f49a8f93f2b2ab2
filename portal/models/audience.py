"""Pages that an editor may write for some of the house only."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from portal.audiences import EVERYBODY, Audience
from portal.blocks.audience import AudienceChoiceBlock


class ForSomeReaders(models.Model):
    """Mixed into a page type before `BuildingPage`; put `audience_panel` among its panels."""

    class Meta:
        abstract = True

    audience = StreamField(
        [("only_for", AudienceChoiceBlock())],
        max_num=1,
        blank=True,
        verbose_name=_("only for"),
        help_text=_("Leave empty for everybody in the building. Others do not see the page."),
    )

    audience_panel: ClassVar[Any] = FieldPanel("audience", icon="group")

    @property
    def reading_audience(self) -> Audience:
        for choice in self.audience:
            audience: Audience = choice.value.audience
            return audience
        return EVERYBODY
