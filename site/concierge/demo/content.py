"""What the demo's managers have written, as data."""

from typing import Any

EMERGENCY = {
    "title": "In an emergency",
    "numbers": [
        {"label": "Fire and ambulance", "phone": "112"},
        {"label": "Police", "phone": "110"},
        {"label": "Lift stuck, day and night", "phone": "+49 40 555 0170"},
        {"label": "Water and heating, day and night", "phone": "+49 40 555 0171"},
    ],
}

CONTACTS: list[tuple[str, Any]] = [
    ("emergency_numbers", EMERGENCY),
    (
        "contact",
        {
            "name": "Boris Lang",
            "role": "Building manager",
            "phone": "+49 40 555 0100",
            "email": "boris@harbour.example",
            "note": "In the house on Tuesdays and Thursdays.",
        },
    ),
    (
        "contact",
        {
            "name": "Juno Park",
            "role": "Caretaker",
            "phone": "+49 40 555 0142",
            "email": "",
            "note": "Keys, parcels, light bulbs in the stairs.",
        },
    ),
    (
        "opening_hours",
        {
            "title": "Front desk",
            "times": [
                {"days": "Monday to Friday", "hours": "8:00–19:00"},
                {"days": "Saturday", "hours": "9:00–13:00"},
                {"days": "Sunday", "hours": "closed"},
            ],
        },
    ),
]

#: (title, urgency, summary, body) - the last one is the newest.
ANNOUNCEMENTS: list[tuple[str, str, str, list[tuple[str, Any]]]] = [
    (
        "Bicycle cellar: old bicycles go at the end of the month",
        "info",
        "Please put a ribbon on every bicycle you still ride.",
        [
            ("text", "<p>There are more bicycles than hooks. Ribbons lie at the front desk.</p>"),
            ("callout", {"tone": "info", "title": "Away for the month?",
                         "text": "<p>Write to the front desk and we tie one on for you.</p>"}),
        ],
    ),
    (
        "Summer party in the courtyard",
        "info",
        "Saturday from four o'clock. Bring something to share; tables are there.",
        [("text", "<p>The grill is lit at five. Children's corner by the sandpit. If it rains we meet "
                  "in the common room on the ground floor.</p>")],
    ),
    (
        "Lift in section North is inspected on Thursday",
        "important",
        "It stands still from nine to about eleven. The other lifts run.",
        [
            ("text", "<p>The yearly inspection takes about two hours. If stairs are hard for you, "
                     "please tell the front desk by Wednesday: we arrange help.</p>"),
            ("callout", {"tone": "warn", "title": "Moving something heavy?",
                         "text": "<p>Please not on Thursday morning.</p>"}),
        ],
    ),
    (
        "Hot water is back",
        "info",
        "The pump was replaced this morning; every riser is warm again.",
        [("text", "<p>Thank you for your patience since Sunday evening. Let the tap run for a minute "
                  "the first time.</p>")],
    ),
]  # fmt: skip

#: (title, summary, body)
INFO_PAGES: list[tuple[str, str, list[tuple[str, Any]]]] = [
    (
        "House rules",
        "Quiet hours, stairs, pets and barbecues: what we agreed on.",
        [
            ("heading", "Quiet hours"),
            ("text", "<p>From ten in the evening to seven in the morning, and from one to three in "
                     "the afternoon on Sundays.</p>"),
            ("heading", "Stairs and corridors"),
            ("text", "<p>They are escape routes: no prams, shoes or plants on the floor. The pram "
                     "room is beside the entrance.</p>"),
            ("heading", "Barbecues"),
            ("text", "<p>In the courtyard, on electric or gas grills, until nine.</p>"),
        ],
    ),
    (
        "Waste and recycling",
        "What goes where, and when it is collected.",
        [
            ("text", "<ul><li><b>Paper</b>: blue bin, every second Wednesday</li><li><b>Packaging</b>: "
                     "yellow bin, every second Friday</li><li><b>Organic</b>: brown bin, Tuesdays</li>"
                     "</ul>"),
            ("callout", {"tone": "ok", "title": "Bulky things",
                         "text": "<p>The front desk orders a collection once a month.</p>"}),
        ],
    ),
    (
        "Moving in and out",
        "Book the lift, protect the walls, read the meters.",
        [
            ("text", "<p>Tell the front desk two weeks before. We reserve the lift, hang the blankets "
                     "and keep the entrance free for your van.</p>"),
        ],
    ),
]  # fmt: skip
