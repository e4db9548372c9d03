"""The figures of the complete pack: receipts, certificates, times of the steps, results."""

# component: (component lot, supplier, manufacturer's site, supplier's lot, received, used elsewhere, actual)
RECEIPTS = {
    "MGBG-20": ("C-26-0412", "Balchem Corp.", "Layton, Utah", "240977", "800.000", "240.000", "360.040"),
    "RICE-FL": ("C-26-0398", "RiceBran Ingredients", "West Sacramento, California", "RB-55120", "500.000",
                "310.000", "53.980"),
    "SIO2": ("C-26-0377", "Evonik Corp.", "Rheinfelden, Germany", "SY-20931", "100.000", "61.200", "1.802"),
    "MGST-V": ("C-26-0381", "Nutra Excipients LLC", "Fenton, Missouri", "MS-8814", "150.000", "92.000",
               "4.198"),
    "CAP-00": ("C-26-0420", "CapsCanada Corp.", "Pompano Beach, Florida", "H00-77213", "1500000", "700000",
               "604500"),
    "BTL-250": ("P-26-0105", "Alpha Packaging", "St. Louis, Missouri", "AP-33190", "20000", "9000", "4985"),
    "DES-1G": ("P-26-0099", "Multisorb Filtration", "Buffalo, New York", "MS-D1-604", "50000", "22000",
               "4983"),
    "CRC-45": ("P-26-0107", "Berry Global", "Evansville, Indiana", "BG-45-2207", "20000", "9000", "4984"),
    "LBL-MG120": ("L-26-0031", "Resource Label Group", "Ogden, Utah", "RLG-118845", "12000", "6500", "5000"),
}  # fmt: skip

# component, attribute, method, limit, result, unit
CERTIFICATES = (
    ("MGBG-20", "ASSAY", "USP-233", "NLT 18", "20.3", "%"),
    ("RICE-FL", "MOISTURE", "AOAC-925.10", "NMT 14", "11.2", "%"),
    ("RICE-FL", "LEAD", "USP-2232", "NMT 0.5", "0.06", "[ppm]"),
    ("SIO2", "LOD", "USP-731", "NMT 5", "2.4", "%"),
    ("MGST-V", "ASSAY", "USP-MGST", "4.0 to 5.0", "4.6", "%"),
    ("CAP-00", "DISINT", "USP-701", "NMT 15", "6", "min"),
)

# step: (start, end) in site time
TIMES = {
    "10": ("2026-03-10 07:30", "2026-03-10 08:40"),
    "20": ("2026-03-10 08:45", "2026-03-10 09:10"),
    "30": ("2026-03-10 09:15", "2026-03-10 09:40"),
    "40": ("2026-03-10 09:45", "2026-03-10 10:20"),
    "50": ("2026-03-10 11:00", "2026-03-11 15:30"),
    "60": ("2026-03-11 12:00", "2026-03-11 16:10"),
    "70": ("2026-03-16 08:00", "2026-03-16 14:30"),
    "80": ("2026-03-16 08:20", "2026-03-16 14:45"),
}

# test: (result, limit of quantitation)
RESULTS = {
    "APP": ("complies", None), "ID-MG": ("complies", None), "ASSAY-MG": ("127.4", None), "DISINT": ("12",
            None),
    "LEAD": ("0.08", "0.02"), "ARSENIC": ("0.11", "0.02"), "CADMIUM": ("ND", "0.02"), "MERCURY": ("<LOQ",
             "0.01"),
    "TAMC": ("<10", "10"), "TYMC": ("<10", "10"), "ECOLI": ("absent in 10 g", None),
    "SALM": ("absent in 25 g", None),
}  # fmt: skip
