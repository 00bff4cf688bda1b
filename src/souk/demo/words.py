"""The words the demo shop's things and people are named from."""

RANGES = (
    "Olea", "Marais", "Tinto", "Brisa", "Nova", "Fjord", "Alma", "Kasbah", "Lumen", "Terra", "Sierra",
    "Duna", "Coral", "Musgo", "Ocre", "Niebla", "Salvia", "Grano", "Puerto", "Cala",
)  # fmt: skip

# Department: SKU prefix, what it sells, price from and to in cents, part of the price that it cost.
DEPARTMENTS = {
    "Lighting": ("LMP", ("table lamp", "floor lamp", "pendant", "wall light", "string lights"), 1900, 18900, 0.46),
    "Kitchen": ("KIT", ("espresso pot", "cutting board", "serving bowl", "mortar", "knife block"), 900, 8900, 0.52),
    "Tableware": ("TAB", ("coffee cup, set of 4", "dinner plate", "carafe", "tea towel", "napkin, set of 6"),
                  600, 5900, 0.41),
    "Bath": ("BTH", ("bath towel", "soap dish", "bath mat", "storage basket", "mirror"), 700, 7900, 0.48),
    "Bedding": ("BED", ("linen duvet set", "wool throw", "pillow case", "quilt", "bed runner"), 1900, 15900, 0.55),
    "Garden": ("GRD", ("planter", "lantern", "watering can", "folding chair", "bird house"), 800, 9900, 0.50),
    "Candles": ("CND", ("candle, 200 g", "candle, 80 g", "diffuser", "candle holder"), 500, 4900, 0.33),
    "Wall & deco": ("DEC", ("wall clock", "print, 50 × 70", "vase", "cushion", "photo frame"), 900, 8900, 0.44),
}  # fmt: skip

COLOURS = ("sand", "olive", "terracotta", "ink", "chalk")

FIRST_NAMES = (
    "Ana", "Luis", "Marta", "Pablo", "Lucía", "Javier", "Carmen", "Diego", "Elena", "Hugo", "Inés", "Jorge",
    "Laura", "Mario", "Nuria", "Óscar", "Paula", "Raúl", "Sara", "Tomás", "Anna", "Ben", "Clara", "David",
    "Emma", "Felix", "Giulia", "Hannah", "Ivo", "Julie", "Karl", "Léa", "Marco", "Nina", "Oliver", "Petra",
    "Quentin", "Rosa", "Simon", "Théo",
)  # fmt: skip

LAST_NAMES = (
    "García", "Martín", "López", "Sánchez", "Pérez", "Gómez", "Ruiz", "Díaz", "Moreno", "Muñoz", "Romero",
    "Alonso", "Navarro", "Torres", "Ramos", "Gil", "Serrano", "Blanco", "Molina", "Ortega", "Becker", "Weber",
    "Dubois", "Moreau", "Rossi", "Conti", "Silva", "Costa", "Jansen", "Novak",
)  # fmt: skip

# Country: part of the customers.
COUNTRIES = {"ES": 0.62, "FR": 0.11, "DE": 0.09, "PT": 0.07, "IT": 0.06, "GB": 0.05}

LANGUAGES = {"ES": "es", "FR": "fr", "DE": "de", "PT": "pt", "IT": "it", "GB": "en"}
