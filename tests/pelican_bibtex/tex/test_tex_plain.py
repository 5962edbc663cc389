"""What a field's TeX is as plain text: in feeds, meta tags, sort keys, slugs."""

import unicodedata

import pytest

from pelican_bibtex.tex import EMPTY, Text, parse, plain

ACCENTS = {
    r"{\'E}mile, \'Emile, \'{E}mile, {\'{E}}mile": "Émile, Émile, Émile, Émile",
    r"\v{S}imon, \v Simon, {\v S}imon": "Šimon, Šimon, Šimon",
    r"\c{c} {\c c} {\v{c}} \c{S}": "ç ç č Ş",
    r"Erd{\H o}s, Erd\H{o}s, Erd\H os": "Erdős, Erdős, Erdős",
    r"Nguy\~{\^e}n, Nguy{\~{\^{e}}}n": "Nguyễn, Nguyễn",
    r"\'\i{} {\'\i} \'{\i} \'i \^{\j} \=\i{} \u\i": "í í í í ĵ ī ĭ",
    r"\.I \.{\i} \.z \.{G}": "İ i ż Ġ",
    r"\k a, \k{e}, \r u, \u{a}, \d s, \b{b}, \={o}, \`a, \^o, \~n": "ą, ę, ů, ă, ṣ, ḇ, ō, à, ô, ñ",
    r"\t{oo} \t oo": "o͡o o͡o",
    r"\'{\o} \'{\ae} {\'{\aa}}": "ǿ ǽ ǻ",
    r"\'{} \^{} \~{} {\~{}}": "´ ^ ~ ~",
    r"\v{\textbf{s}} \'{ e}": "š é",
    "e\u0301": "é",
    r"He{\'}le{\`}ne": "Hélène",
    r"Fran{\ocirc{u}}": "Franů",
    "Ponizovski{\\u\\i}": "Ponizovskiĭ",
}

LETTERS = {
    r"\og x\fg{} \SI{5}{\micro\meter} \SI{9.8}{\meter\per\second\squared} 1\ier": "« x » 5 µm 9.8 m/s² 1er",
    r"\Dbar \textperthousand \textreferencemark \ElsevierGlyph{2014} \ElsevierGlyph{x}": "Đ‰※— x",
    r"Al$_x$Ga$_{1-x}$As, L$_{p,q}$, $\binom nk$, $a \bmod n$, $B^0_{(s)}$": "AlₓGa₁₋ₓAs, L_(p,q), binom(n, k), a mod n, B₍ₛ₎⁰",
    r"$L\sp p$, $C\sb{n}$": "L^p, Cₙ",
    r"see $\backslash$textit{\{}x{\}} there": "see x there",
    r"Stra{\ss}e, {\AE}on, {\oe}uvre, {\O}re, {\L}\'od\'z, \aa ngstr\"om, \AA": "Straße, Æon, œuvre, Øre, Łódź, ångström, Å",
    r"\dh \th \DH{} \TH{} \ng{} \DJ": "ðþÐ Þ ŋ Đ",
    r"\i \j": "ıȷ",
    r"$\alpha$-helix, \textgreek{logoc}, \textmu m": "α-helix, λογος, µm",
}

SYMBOLS = {
    r"\& \% \$ \# \_ \{ \}": "& % $ # _ { }",
    "100% of R&D, C# and a_b, x^2": "100% of R&D, C# and a_b, x^2",
    r"a \textbackslash b \textbackslash{} c": "a \\b \\ c",
    r"\ldots{} \dots \textendash{} \textemdash": "… …– —",
    r"\texttrademark \textregistered \copyright \S 5 \P \pounds \euro 5 5\textdegree C": "™®©§5 ¶£€5 5°C",
    r"\TeX, \LaTeX{} and Bib\TeX, \BibTeX, \LaTeXe": "TeX, LaTeX and BibTeX, BibTeX, LaTeX2ε",
    r"and\slash or, hy\-phen, shelf\/ful, a\@.": "and/or, hyphen, shelfful, a.",
    r"a\,b a\;b a\ b a\quad b a\\b a\newline b a\hspace{1em}b": "a b a b a b a b a b a b ab",
    "pages 1--2 --- well{-}{-}known": "pages 1–2 — well--known",
    "Donald~E. Knuth": "Donald E. Knuth",
    "http://www.cs.example.org/~knuth/a--b": "http://www.cs.example.org/~knuth/a--b",
    "??": "??",
}

QUOTES = {
    "``Attention'' is `all' it's": "“Attention” is ‘all’ it’s",
    '``Attention" is': "“Attention” is",
    'It\'s "all"': 'It\'s "all"',
    "the `code` of Markdown": "the `code` of Markdown",
    r"\enquote{a \enquote{b} c} \mkbibquote{d}": "“a ‘b’ c” “d”",
    r"\texttt{``a'' -- b}": "``a'' -- b",
}

COMMANDS = {
    "{BERT} and {{GPT}}: {A} {{{Survey}}}": "BERT and GPT: A Survey",
    r"\emph{a} \textit{b} \textbf{c} \textsc{d} \textsf{e} \textrm{f} \textup{g} \mbox{h} \hbox{i}": "a b c d e f g h i",
    r"{\em a} {\it b} {\bf c} {\sc d} {\tt e} {\rm f} {\cal O}": "a b c d e f O",
    r"\mkbibemph{a} \mkbibbold{b} \mkbibparens{c} \mkbibacro{D}": "a b (c) D",
    r"\uppercase{a\emph{b}} \MakeUppercase{é} \lowercase{C}": "AB É c",
    r"20\textsuperscript{th} CO\textsubscript{2} m\textsuperscript{2}": "20th CO₂ m²",
    r"\url{http://a.b/~c\_d\%20} \href{https://a.b}{text} \nolinkurl{a_b} \path|x@y|": "http://a.b/~c_d%20 text a_b x@y",
    r"a\footnote{see b} c\thanks{nobody}": "a (see b) c",
    r"{\noopsort{1973a}}1973 {\noopsort{1973a}{\switchargs{--90}{1968}}}": "1973 1968–90",
    r"\textcolor{red}{a} \foreignlanguage{french}{b} \protect\relax{} c": "a b c",
    r"\textbf x, \emph\textbf{y}": "x, y",
    r"{\"o}\verb|a--b|": "öa--b",
}

FORMULAS = {
    r"$\mathcal{O}(n^2)$ bounds for $k$-SAT": "O(n²) bounds for k-SAT",
    r"\(x<y\) and \[x>y\] and $$z$$": "x<y and x>y and z",
    r"$\mathrm{B}\to\mu$ at 5\$ and 10\%": "B→μ at 5$ and 10%",
    r"AC\({}^{\mbox{0}}\)[{\(\oplus\)}] lambda\({}^{\mbox{-2}}\)": "AC⁰[⊕] lambda⁻²",
    r"20$^{th}$, H$_2$O, 5$^\circ$C, $^{6}$He, K$^-$, x$^*$": "20th, H₂O, 5°C, ⁶He, K⁻, x*",
    r"$x_1$, $a_{ij}$, $2^{n+1}$, $L^p$, $x_i^2$": "x₁, aᵢⱼ, 2ⁿ⁺¹, L^p, xᵢ²",
    r"$\tilde{O}(n \log n)$, $\mathbb{R}^d$, $\ell_1$, $\mathbf{x}$": "Õ(n log n), ℝ^d, ℓ₁, x",
    r"$\frac{a}{b+c}$, $\sqrt{n}$, $\sqrt[3]{xy}$": "a/(b+c), √n, ³√(xy)",
    r"$\overline{ab}\hat{x}\mathring{y}$, $\sum_{i=1}^n i$, $\lim_{n\to\infty} f''(x)$": "abx̂ẙ, ∑ᵢ₌₁ⁿi, lim_(n→∞)f″(x)",
    r"$\begin{matrix}a&b\\c&d\end{matrix}$, $\underbrace{x+y}_{z}$, $\binom{n}{k}$": "a, b; c, d, x+y_z, binom(n, k)",
    r"$\beta$$\gamma$ and $a$$b$": "βγ and ab",
    r"\ensuremath{\alpha} 3$\times$5, $-1$, $10$": "α 3×5, −1, 10",
    "from $5 to $10": "from $5 to $10",
    r"$\textit{E. coli}$": "E. coli",
}

REPAIRS = {
    "Tom &amp; Jerry&#39;s caf&eacute; &lt;b&gt; &amp;amp; \\&amp; &#x2013; AT&T; &bogus;": (
        "Tom & Jerry's café <b> & & – AT&T; &bogus;"
    ),
    "&#123;a&#125; &#92;emph &#37;": r"{a} \emph %",
    r"for {\textdollar}{\textbackslash}mathrm\{AC\}{\^{}}0[{\textbackslash}oplus]{\textdollar}": "for AC⁰[⊕]",
    r"{\$}{\textbackslash}alpha{\$}-synuclein": "α-synuclein",
    r"Caf{\\'e} A \\& B": "Café A & B",
    "  two   blanks\n\tand more ": "two blanks and more",
    "abc\u202egnp.exe \u2066x\u2069 \x00\x07\ufeffy\ud800": "abcgnp.exe x y",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [pair for table in (ACCENTS, LETTERS, SYMBOLS, QUOTES, COMMANDS, FORMULAS, REPAIRS) for pair in table.items()],
)
def test_plain_text(source: str, expected: str) -> None:
    assert plain(source) == expected
    assert unicodedata.is_normalized("NFC", plain(source))


FAULTS = {
    r"\foo{bar} baz": "bar baz",
    r"\foo[opt]{bar}": "bar",
    r"\foo bar \XYZ{} quux \XYZ{}quux": "foo bar XYZ quux XYZquux",
    r"\alpha-synuclein \to{} x": "α-synuclein → x",
    r"see \cite[Volume~3]{Beck:1987}": "see [Beck:1987]",
    r"\input{/etc/passwd} \include{x} \write18{id} \openin": "/etc/passwd x id",
    r"\def\a{\a\a}\a \newcommand{\x}{\x}\x \catcode`\@=0": "a x",
    r"\newcommand{\x}[1][d]{body #1} A \let\a=\b B": "A B",
    "a } b { c": "a b c",
    "5$ and \\(x": "5$ and (x",
    "{$a} b$": "$a b$",
    r"$\frac{1}$ and $\left($ and $\nosuchthing{x}$": "frac 1 and left ( and nosuchthing x",
    "$\\def\\a{\\a\\a}\\a$": "def a a a a",
    "\\": "",
    r"\emph{open": "open",
    r"\'": "´",
    r"\href{x": "",
}


@pytest.mark.parametrize(("source", "expected"), FAULTS.items())
def test_what_cannot_be_right_is_readable(source: str, expected: str) -> None:
    text, complaints = parse(source)
    assert text.plain == expected
    assert complaints or source == r"\'"


def test_a_text_is_cheap_hashable_and_false_when_empty() -> None:
    text, complaints = parse("A plain title: with nothing special (2024)")
    assert text == Text(("A plain title: with nothing special (2024)",))
    assert hash(text) == hash(parse("A plain title: with nothing special (2024)")[0])
    assert str(text) == text.plain
    assert not complaints
    assert not EMPTY
    assert not parse("")[0]
    assert not parse("{} \\relax{~}")[0]
