"""工单 (under construction)."""

from .labels import Label


class PlaceRole(Label):
    """What a place has to do with the matter; the catalogue says which one decides 属地."""

    EVENT = "发生地", "place of the event"
    RESIDENCE = "居住地", "residence"
    REGISTERED = "登记地", "registered place"
