"""What managers call these columns in English, German, French, Spanish and Portuguese.

`columns.guess` also knows what the product itself calls them in each of its languages.
"""

from dataclasses import dataclass

# Only marked here; whoever shows a label or hint translates it.
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Column:
    """A value the import understands. `key` is how API and command name it.

    `exported` is its heading in the lists of the desk, where that is not `label`.
    """

    key: str
    label: str
    synonyms: tuple[str, ...]
    hint: str = ""
    exported: str = ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


COLUMNS = (
    Column(
        "apartment",
        _("Apartment number"),
        _names("""apartment, apartment number, apartment no, apt, apt no, flat, flat no,
            flat number, unit, unit no, unit number, door, door number, wohnung, wohnungsnummer,
            wohnungsnr, wohnung nr, whg, whg nr, whg-nr, einheit, appartement, numero appartement,
            logement, lot, no lot, apartamento, departamento, piso y puerta, vivienda, puerta,
            fracao, fraccao, apartamento numero, numero do apartamento"""),
        _("As on the door, for example 4B. Every row needs one."),
        exported=_("Apartment"),
    ),
    Column(
        "section",
        _("Section"),
        _names("""section, entrance, wing, block, staircase, stair, core, tower, aufgang, eingang,
            haus, trakt, treppenhaus, block/aufgang, entree, escalier, cage, batiment, aile,
            escalera, portal, bloque, ala, bloco, entrada, escada, torre"""),
        _("Entrance or wing."),
    ),
    Column(
        "floor",
        _("Floor"),
        _names("""floor, level, storey, story, floor number, floor no, etage, stockwerk, stock,
            geschoss, lage, niveau, piso, planta, nivel, andar, pavimento"""),
        _("A number; 0, G or EG is the ground floor."),
    ),
    Column(
        "riser",
        _("Riser"),
        _names("""riser, pipe riser, riser line, stack, strang, steigstrang, steigleitung,
            colonne, colonne montante, montante, columna, bajante, coluna, prumada"""),
        _("The vertical pipe line the apartment hangs on."),
    ),
    Column(
        "type",
        _("Type"),
        _names("""type, apartment type, unit type, kind of unit, use, wohnungstyp, typ, nutzung,
            nutzungsart, art der einheit, type de lot, nature du lot, tipo, tipo de vivienda,
            tipologia, uso"""),
        _("Flat, studio, maisonette, penthouse, shop, office or other."),
    ),
    Column(
        "area",
        _("Area (m²)"),
        _names("""area, area m2, area sqm, size, size m2, size sqm, sqm, m2, living area,
            floor area, flaeche, fläche, wohnfläche, wohnflache m2, wfl, groesse, größe, qm,
            surface, surface m2, superficie, superficie m2, metros, metros cuadrados, área"""),
        exported=_("Area"),
    ),
    Column(
        "share",
        _("Ownership share (%)"),
        _names("""share, ownership share, share %, ownership, ownership %, share of ownership,
            mea, miteigentumsanteil, anteil, anteil %, eigentumsanteil, quote-part, tantiemes,
            quote part, millièmes, cuota, coeficiente, cuota de participacion,
            coeficiente de participacion, permilagem, fração ideal, quota"""),
        _("Per cent of the whole building, or a fraction such as 83/10000."),
        exported=_("Ownership share"),
    ),
    Column(
        "parking",
        _("Parking space"),
        _names("""parking, parking space, parking no, parking bay, bay, garage, stellplatz,
            tiefgarage, stellplatz nr, parkplatz, tg-platz, place de parking, stationnement, box,
            plaza, plaza de garaje, aparcamiento, garaje, estacionamento, garagem, vaga"""),
        exported=_("Parking"),
    ),
    Column(
        "locker",
        _("Locker"),
        _names("""locker, storage, storage room, cellar, basement, store, keller, kellerabteil,
            kellernummer, keller nr,
            abstellraum, cave, cellier, debarras, trastero, arrecadação,
            arrumos, deposito, arrecadacao"""),
    ),
    Column(
        "name",
        _("Person's name"),
        _names("""name, full name, person, resident, resident name, contact, contact name,
            occupier, name of resident, bewohner, bewohner name, name bewohner, vor- und nachname,
            person name, nom, nom complet, nom et prenom, résident, nombre completo,
            nombre y apellidos, residente, nome, nome completo, morador, condomino"""),
        exported=_("Name"),
    ),
    Column(
        "first_name",
        _("First name"),
        _names("first name, given name, forename, vorname, prénom, nombre, nome próprio"),
        _("Only if the file has the name in two columns."),
    ),
    Column(
        "last_name",
        _("Last name"),
        _names("last name, surname, family name, nachname, familienname, nom de famille, "
               "apellidos, apellido, apelido, sobrenome"),
    ),
    Column(
        "email",
        _("E-mail"),
        _names("""email, e-mail, mail, e-mail address, email address, mail address, e-mail-adresse,
            emailadresse, courriel, adresse e-mail, adresse mail, correo, correo electronico,
            correio, correio eletronico, correio electronico"""),
    ),
    Column(
        "phone",
        _("Phone"),
        _names("""phone, telephone, tel, phone number, phone no, mobile, mobile phone, cell,
            telefon, telefonnummer, handy, mobil, mobilnummer, téléphone, portable, numero de
            telephone, telefono, movil, teléfono, celular, telefone, telemovel, telemóvel"""),
    ),
    Column(
        "kind",
        _("Owner, tenant or occupant"),
        _names("""kind, role, status, resident type, occupancy, tenure, relationship,
            owner/tenant, owner or tenant, rolle, eigentümer/mieter, verhältnis, art, qualité,
            rôle, statut, calidad, rol, condición, qualidade, papel, condição"""),
        _("Without it, people count as occupants."),
    ),
    Column(
        "from",
        _("From"),
        _names("""from, since, from date, start, start date, move in, move-in, moved in,
            move in date, moving in, lease start, von, seit, einzug, einzugsdatum, beginn,
            mietbeginn, ab, depuis, du, date d'entrée, entree le, desde, fecha de entrada,
            fecha inicio, inicio, desde data, data de entrada, data inicio, início"""),
        _("First day. Empty: today."),
    ),
    Column(
        "to",
        _("To"),
        _names("""to, until, to date, end, end date, move out, move-out, moved out, move out date,
            lease end, bis, auszug, auszugsdatum, ende, mietende, au, jusqu'au, date de sortie,
            hasta, fecha de salida, fecha fin, fin, até, data de saida, data fim, fim"""),
        _("Last day. Empty while it goes on."),
    ),
    Column(
        "main_contact",
        _("Main contact"),
        _names("""main contact, primary contact, primary, main, contact person, principal contact,
            hauptkontakt, ansprechpartner, hauptansprechpartner, contact principal,
            contacto principal, contato principal, principal"""),
        _("Yes or no; one per apartment at a time."),
    ),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
