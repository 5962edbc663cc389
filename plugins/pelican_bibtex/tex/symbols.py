r"""Commands that stand for characters: symbols such as `\ss` and `\LaTeX`, and accents such as `\'e`, `\v{S}`."""

from __future__ import annotations

import unicodedata
from typing import Final

_LETTERS: Final = {
    "ss": "ß", "SS": "SS", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ",
    "i": "ı", "j": "ȷ", "ij": "ĳ", "IJ": "Ĳ", "textschwa": "ə", "cprime": "ʹ", "cdprime": "ʺ",
    "lasp": "ʽ", "rasp": "ʾ", "Dbar": "Đ", "dbar": "đ", "Hbar": "Ħ", "textcrd": "đ",
    # Ordinals of babel's French.
    "ier": "er", "iere": "re", "ieme": "e", "iers": "ers", "ieres": "res", "iemes": "es",
}  # fmt: skip

_ESCAPED: Final = {character: character for character in "&%$#_{}*+<|?.!:;="} | {
    # Spaces, and commands that only say where a word may be broken.
    " ": " ", ",": "\u202f", ";": "\u2009", ":": "\u2009", ">": "\u2009", "\\": " ", "\n": " ",
    "-": "", "/": "", "@": "", "!": "", "(": "(", ")": ")", "[": "[", "]": "]",
}  # fmt: skip

_SPACES: Final = {
    "space": " ", "quad": "\u2003", "qquad": "\u2003", "enspace": "\u2002", "enskip": "\u2002", "thinspace": "\u2009",
    "nobreakspace": "\u00a0", "nobreakdash": "", "addspace": " ", "addnbspace": "\u00a0", "newline": " ",
    "linebreak": " ", "par": " ", "newblock": " ", "hfill": " ", "hfil": " ", "textvisiblespace": "␣",
    "textasciispace": " ", "cr": " ", "break": " ", "medskip": " ", "smallskip": " ", "bigskip": " ", "item": " • ",
}  # fmt: skip

_PUNCTUATION: Final = {
    "textendash": "–", "textemdash": "—", "endash": "–", "emdash": "—", "hyphen": "-", "slash": "/",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textquotedbl": '"', "quotedblbase": "„", "quotesinglbase": "‚", "glqq": "„", "grqq": "“",
    "flqq": "«", "frqq": "»", "glq": "‚", "grq": "‘", "flq": "‹", "frq": "›", "guillemotleft": "«",
    "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
    "lq": "‘", "rq": "’", "dq": '"', "ldots": "…", "dots": "…", "textellipsis": "…", "bibrangedash": "–",
    "textexclamdown": "¡", "textquestiondown": "¿", "addcomma": ",", "adddot": ".", "addperiod": ".", "addcolon": ":",
    "addsemicolon": ";", "addslash": "/", "addhyphen": "-", "bibopenquote": "“", "bibclosequote": "”",
    "textbullet": "•", "textperiodcentered": "·", "textbar": "|", "textbardbl": "‖", "textless": "<",
    "textgreater": ">", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`",
    "textasciiacute": "´", "textasciidieresis": "¨", "textasciimacron": "¯", "textunderscore": "_",
    "textdollar": "$", "textpercent": "%", "textampersand": "&", "textnumbersign": "#", "texthash": "#",
    "textdaggerdbl": "‡", "textdagger": "†", "dag": "†", "ddag": "‡", "textasteriskcentered": "∗", "textminus": "−",
    "textfractionsolidus": "⁄", "textprime": "′", "colon": ":", "lbrack": "[", "rbrack": "]", "lparen": "(",
    "og": "«\u00a0", "fg": "\u00a0»", "rparen": ")", "addat": "@", "addplus": "+", "addbdot": ".", "addbdotbefore": ".",
}  # fmt: skip

_SIGNS: Final = {
    "texttrademark": "™", "textregistered": "®", "copyright": "©", "textcopyright": "©", "S": "§", "textsection": "§",
    "P": "¶", "textparagraph": "¶", "pounds": "£", "textsterling": "£", "euro": "€", "texteuro": "€", "EUR": "€",
    "textyen": "¥", "textcent": "¢", "textcurrency": "¤", "textdegree": "°", "degree": "°", "textcelsius": "℃",
    "textmu": "µ", "textmicro": "µ", "textohm": "Ω", "textonehalf": "½", "textonequarter": "¼",
    "textthreequarters": "¾", "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
    "textordfeminine": "ª", "textordmasculine": "º", "textnumero": "№", "textpm": "±", "texttimes": "×",
    "textdiv": "÷", "textlnot": "¬", "textrightarrow": "→", "textleftarrow": "←", "textuparrow": "↑",
    "textdownarrow": "↓", "textsurd": "√", "checkmark": "✓",
    "textperthousand": "‰", "textpertenthousand": "‱", "textreferencemark": "※", "textestimated": "℮",
    "textservicemark": "℠", "textcircledP": "℗", "textmusicalnote": "♪", "textinterrobang": "‽", "textbaht": "฿",
    "textwon": "₩", "textdong": "₫", "textpeso": "₱", "textnaira": "₦", "textlira": "₤", "textflorin": "ƒ",
    "textcolonmonetary": "₡", "textopenbullet": "◦", "textbigcircle": "◯", "textblank": "␢", "textdiscount": "⁒",
    "textmho": "℧", "textrecipe": "℞", "textasciicaron": "ˇ", "textasciibreve": "˘", "textacutedbl": "˝",
    "textgravedbl": "˵", "textdblhyphen": "⹀",
}  # fmt: skip

_NAMES: Final = {
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX",
    "LuaTeX": "LuaTeX", "LuaLaTeX": "LuaLaTeX", "pdfTeX": "pdfTeX", "pdfLaTeX": "pdfLaTeX", "ConTeXt": "ConTeXt",
    "AmS": "AMS", "AmSTeX": "AMS-TeX", "AMS": "AMS", "BibLaTeX": "BibLaTeX", "biblatex": "BibLaTeX", "MF": "Metafont",
    "MP": "MetaPost", "METAFONT": "Metafont", "PS": "PS", "SLiTeX": "SliTeX",
}  # fmt: skip

_GREEK: Final = {
    "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textepsilon": "ε", "textzeta": "ζ",
    "texteta": "η", "texttheta": "θ", "textiota": "ι", "textkappa": "κ", "textlambda": "λ", "textnu": "ν",
    "textxi": "ξ", "textomikron": "ο", "textpi": "π", "textrho": "ρ", "textsigma": "σ", "texttau": "τ",
    "textupsilon": "υ", "textphi": "φ", "textchi": "χ", "textpsi": "ψ", "textomega": "ω", "textGamma": "Γ",
    "textDelta": "Δ", "textTheta": "Θ", "textLambda": "Λ", "textXi": "Ξ", "textPi": "Π", "textSigma": "Σ",
    "textPhi": "Φ", "textPsi": "Ψ", "textOmega": "Ω",
}  # fmt: skip

SYMBOLS: Final = {**_LETTERS, **_ESCAPED, **_SPACES, **_PUNCTUATION, **_SIGNS, **_NAMES, **_GREEK}
"""Command without its backslash -> its text. These are known to a plain TeX or LaTeX document and BibLaTeX."""

ACCENTS: Final = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "r": "\u030a",
    "c": "\u0327",
    "k": "\u0328",
    "polhk": "\u0328",
    "ocirc": "\u030a",
    "cfac": "\u0331",
    "soft": "\u030c",
    "d": "\u0323",
    "b": "\u0331",
    "t": "\u0361",
    "h": "\u0309",
    "U": "\u030e",
    "G": "\u030f",
    "f": "\u0311",
    "C": "\u030f",
    "newtie": "\u0361",
    "textcommabelow": "\u0326",
    "textcommaabove": "\u0313",
    "capitalcedilla": "\u0327",
    "capitalogonek": "\u0328",
}
"""Command -> the combining character that follows its letter."""

_ALONE: Final = {"'": "´", "`": "`", "^": "^", '"': "¨", "~": "~", "=": "¯", ".": "˙", "r": "˚", "c": "¸", "k": "˛"}
_BELOW: Final = frozenset("ckdb") | {"polhk", "textcommabelow", "capitalcedilla", "capitalogonek"}
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}


def accented(command: str, text: str) -> str:
    """Return the text with the accent on its first letter, in NFC; the accent alone if there is no letter."""
    text = text.lstrip()
    if not text:
        return _ALONE.get(command, "")
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    letter = text[:end]
    if command == "." and letter in _DOTLESS:
        return _DOTLESS[letter] + text[end:]
    if command not in _BELOW:  # An accent above replaces the dot that TeX's \i and \j leave out for it.
        letter = _DOTLESS.get(letter[0], letter[0]) + letter[1:]
    return unicodedata.normalize("NFC", letter + ACCENTS[command] + text[end:])
