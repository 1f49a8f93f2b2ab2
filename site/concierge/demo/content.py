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

#: What was news once: (title, urgency, summary, days ago, days it was news).
PAST_ANNOUNCEMENTS: list[tuple[str, str, str, int, int]] = [
    ("Heating is on", "info", "Radiators warm from today; bleed them if they gurgle.", 48, 14),
    ("Minutes of the owners’ meeting", "info", "Now on the committee’s page.", 61, 30),
    ("Water off on Tuesday morning", "important", "Riser West, from eight to ten.", 75, 4),
    ("Wasps’ nest at the bicycle cellar", "important", "Please use the other door.", 96, 10),
    ("Summer hours of the front desk", "info", "Until six during the holidays.", 131, 45),
    ("Burst pipe in the cellar", "emergency", "Do not enter the cellar; power is off.", 190, 2),
    ("New laundry machines", "info", "Three machines and a dryer, paid by card.", 240, 30),
    ("Chimney sweep", "info", "On the roof on the fourth; your windows stay closed.", 306, 14),
    ("Happy new year", "info", "Fireworks only on the street, please.", 330, 7),
    ("Lift modernised", "info", "Faster, quieter, and it speaks the floors now.", 420, 30),
]

#: (title, icon, summary, body)
INFO_PAGES: list[tuple[str, str, str, list[tuple[str, Any]]]] = [
    (
        "Waste and recycling",
        "recycle",
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
        "truck",
        "Book the lift, protect the walls, read the meters.",
        [
            ("text", "<p>Tell the front desk two weeks before. We reserve the lift, hang the blankets "
                     "and keep the entrance free for your van.</p>"),
        ],
    ),
]  # fmt: skip

#: (name, role, phone, note)
TEAM = (
    ("Juno Park", "Caretaker", "+49 40 555 0142", "Weekdays from seven to three"),
    ("Per Olsen", "Front desk, mornings", "+49 40 555 0101", ""),
    ("Wanda Bose", "Front desk, evenings", "+49 40 555 0102", "Takes parcels until ten"),
)


#: (name, role, note, in office from, until): days from today
MEMBERS = (
    ("Hilde Brandt", "Chair", "First Monday of the month, common room", -400, 700),
    ("Oskar Lind", "Treasurer", "", -400, 700),
    ("Amina Diallo", "Garden and courtyard", "", -35, None),
    ("Luca Ferri", "Chair", "", -2600, -401),
)
#: (title, days ago, what was decided)
MINUTES = (
    ("Minutes of the autumn meeting", 38, "New windows agreed on."),
    ("Minutes of the spring meeting", 221, "Budget accepted, garden group founded."),
)
HOUSE_RULES = (
    {"title": "Quiet hours", "rules": [
        "<p>From ten in the evening to seven in the morning.</p>",
        "<p>On Sundays also from one to three in the afternoon.</p>",
        "<p>Drilling and hammering: weekdays from eight to twelve and from two to six.</p>",
    ]},
    {"title": "Stairs and corridors", "rules": [
        "<p>They are escape routes: <b>no prams, shoes or plants on the floor</b>.</p>",
        "<p>Prams stand in the room beside the entrance, bicycles in the cellar.</p>",
    ]},
    {"title": "Balconies and barbecues", "rules": [
        "<p>Electric and gas grills only, in the courtyard, until nine.</p>",
        "<p>Flower boxes hang on the inside of the railing.</p>",
    ]},
    {"title": "Pets", "rules": [
        "<p>Dogs are on a lead in the house and the courtyard.</p>",
    ]},
)  # fmt: skip
QUESTIONS = (
    ("Keys and doors", (
        ("I lost my key. What now?", "Call the front desk; at night the emergency number. "
         "A new key costs what the locksmith asks."),
        ("Can my cleaner get a key?", "Yes: sign for it at the front desk."),
        ("How do I change the name on the bell?", "Tell the caretaker; it takes a week."),
    )),
    ("Parcels and post", (
        ("Who takes my parcel?", "The front desk, until ten in the evening."),
        ("How long is it kept?", "Two weeks, then it goes back."),
    )),
    ("In the apartment", (
        ("A radiator stays cold.", "Bleed it first, with the key that hangs in the laundry. "
         "Still cold? Tell the caretaker."),
        ("May I paint my front door?", "Inside yes, outside no."),
        ("Where is my water meter?", "Behind the small door in the bathroom."),
    )),
)  # fmt: skip
