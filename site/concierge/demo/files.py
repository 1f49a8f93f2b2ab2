"""Pictures and documents of the demo's buildings, drawn and written here."""

import io
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from concierge.demo import scenes

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from portal.models import BuildingHomePage

PICTURES = {
    "courtyard": ("Courtyard in May", "Drawing of a courtyard with trees and a bench"),
    "roof": ("Roof terrace", "Drawing of herb beds on a roof terrace at dusk"),
    "lanterns": ("Lantern walk", "Drawing of paper lanterns under a night sky"),
    "bicycles": ("Bicycle cellar", "Drawing of three bicycles against a wall"),
    "stairs": ("New windows in the stairs", "Drawing of a staircase with a tall window"),
}


class Documents:
    """Short documents in the building's own collection."""

    def __init__(self, building: "Building", home: "BuildingHomePage", author: Any) -> None:
        self.building, self.home, self.author = building, home, author

    def document(self, title: str, text: str) -> Any:
        content = ContentFile(text.encode(), f"{title.lower().replace(' ', '-')}.txt")
        return get_document_model().objects.create(
            title=title,
            file=content,
            file_size=len(text.encode()),
            collection=self.home.collection,
            uploaded_by_user=self.author,
        )


class Files(Documents):
    """Documents and drawn pictures."""

    def __init__(self, building: "Building", home: "BuildingHomePage", author: Any) -> None:
        super().__init__(building, home, author)
        self.scenes = {name: self._scene(name) for name in PICTURES}

    def _scene(self, name: str) -> Any:
        title, description = PICTURES[name]
        data = scenes.scene(name, self.building.brand_hue)
        return self._image(title, description, f"{self.building.slug}-{name}.png", data)

    def portrait(self, name: str) -> Any:
        slug = name.lower().replace(" ", "-")
        data = scenes.portrait(name, self.building.brand_hue)
        return self._image(name, f"Drawing of {name}", f"{self.building.slug}-{slug}.png", data)

    def _image(self, title: str, description: str, file_name: str, data: bytes) -> Any:
        return get_image_model().objects.create(
            title=title,
            description=description,
            file=ImageFile(io.BytesIO(data), name=file_name),
            collection=self.home.collection,
            uploaded_by_user=self.author,
        )

    def picture(self, name: str) -> dict[str, Any]:
        """The value of a picture block."""
        return {
            "image": self.scenes[name].pk,
            "alt_text": PICTURES[name][1],
            "decorative": False,
        }

    def captioned(self, *names: str) -> list[dict[str, Any]]:
        return [{"image": self.picture(name), "caption": PICTURES[name][0]} for name in names]
