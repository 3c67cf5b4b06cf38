"""Tables as people have them, by their trouble: what must be read, what must be assumed and said, what must be refused.

For the library and the page alike, word for word.
"""

COLUMNS = "project, importance, difficulty, shape, floor, cap, today, ageing, bought, adapt"
NAMES = f"expected the names of the columns: {COLUMNS}"
AT_LEAST_0 = "expected a number of at least 0"
LATIN_DIGITS = ", in the digits 0 to 9"
NO_SUM = "expected a project and no sum of others (one with that name needs another)"
ONE_OF_THESE = "expected one of these"
UNKNOWN = f"is ignored, as it is none of {COLUMNS}"
A_CSV_FILE = "expected a CSV file in UTF-8, UTF-16 or Windows-1252"
VISIBLE = "expected a name of 1 to 200 visible characters"
NO_OTHER_SIGNS = ", without a currency, a unit or other signs"
WHOLE = "expected a whole number from 0 to 2^53, or nothing"
SCORES = "project, effort, score, seed"
PERCENT = "expected a per cent sign as in other rows, or none in all"


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


# Of projects: the source, the values by the line on which they stand, and what is said to be assumed.
READ = {
    "a mark of UTF-8": (b"\xef\xbb\xbfproject\na", {2: {"project": "a"}}, []),
    "UTF-16": (_utf16("project\timportance\r\nCafé\t2\r\n"), {2: {"project": "Café", "importance": 2}}, []),
    "UTF-16, the other way": (b"\xfe\xff" + "project\na".encode("utf-16-be"), {2: {"project": "a"}}, []),
    "Windows-1252": (
        b"project\npr\xe9vision\x85\n",
        {2: {"project": "prévision…"}},
        ["read as Windows-1252, as it is not UTF-8"],
    ),
    "semicolons": (
        '\ufeffProject;Importance;Floor\r\nsearch;1,5;\r\n\r\n"ads; banners";;3\r\n',
        {2: {"project": "search", "importance": 1.5}, 4: {"project": "ads; banners", "floor": 3}},
        [],
    ),
    "tabs": ("project\timportance\na, b; c\t2,5\n", {2: {"project": "a, b; c", "importance": 2.5}}, []),
    "a comma in a header with semicolons": (
        "project;importance;notes, and more, much more\na;1,5;\n",
        {2: {"project": "a", "importance": 1.5}},
        [],
    ),
    "sep=": ("sep=;\r\nproject;importance\r\na;2\r\n", {3: {"project": "a", "importance": 2}}, []),
    "sep=, in quotes": ('"sep=\t"\nproject\tcap\na\t2\n', {3: {"project": "a", "cap": 2}}, []),
    "blank rows first": ("\n ;\n\nproject;importance\n;\na;2\n", {6: {"project": "a", "importance": 2}}, []),
    "comments first": ("# mine, 2025\nproject\n#1 churn\n", {3: {"project": "#1 churn"}}, []),
    "carriage returns": (
        'project;floor\ra;1\r"b\rc";2\rd;3',
        {2: {"project": "a", "floor": 1}} | {3: {"project": "b c", "floor": 2}, 5: {"project": "d", "floor": 3}},
        [],
    ),
    "line breaks in quotes": (
        'project,notes\n"search\nranking","one\r\n""two"""\nads,\n',
        {2: {"project": "search ranking"}, 5: {"project": "ads"}},
        [f"column 'notes' {UNKNOWN}"],
    ),
    "blanks around quotes": ('"project", "importance"\n"a, b" , "2"', {2: {"project": "a, b", "importance": 2}}, []),
    "quotes that begin no field": ('project\n24" screens\n', {2: {"project": '24" screens'}}, []),
    "empty columns last": ("project,importance,,\na,2,,\n,,,\n", {2: {"project": "a", "importance": 2}}, []),
    "an empty column": ("project,,importance\na,,2\n", {2: {"project": "a", "importance": 2}}, []),
    "empty fields not written": (
        "project,importance,floor\na,2,3\nb,1\nc\n",
        {2: {"project": "a", "importance": 2, "floor": 3}, 3: {"project": "b", "importance": 1}, 4: {"project": "c"}},
        ["row 3 and 1 more with less than 3 fields: the others are taken as empty"],
    ),
    "an index": (
        ",project\n0,a\n1,b\n",
        {2: {"project": "a"}, 3: {"project": "b"}},
        ["the first column has no name and counts the rows; it is ignored"],
    ),
    "unknown columns": (
        "Owner,PROJECT,Importence\nKim,a,3\n",
        {2: {"project": "a"}},
        [f"column 'Owner' {UNKNOWN}", f"column 'Importence' {UNKNOWN}"],
    ),
    "blanks in words": (
        "project,difficulty\na,Very\u00a0 hard\n",
        {2: {"project": "a", "difficulty": "very hard"}},
        [],
    ),
    "whole numbers with a point": (
        "project,floor,cap\na,10.0,\nb,,4e1\n",
        {2: {"project": "a", "floor": 10}} | {3: {"project": "b", "cap": 40}},
        [],
    ),
    "per cent": (
        "project,importance\na,60 %\nb,40%\nc,\n",
        {2: {"project": "a", "importance": 60}, 3: {"project": "b", "importance": 40}, 4: {"project": "c"}},
        ["column importance: '60 %' is read as 60"],
    ),
    "thousands without doubt": (
        'project,importance\na,"1,200,000"\nb,1.200.000\nc,1\u202f200\nd,1 200.5\n'
        'e,1\u2019200\nf,"1.200,50"\ng,"1,200.50"\n',
        {
            line: {"project": name, "importance": value}
            for line, (name, value) in enumerate(
                zip("abcdefg", [1.2e6, 1.2e6, 1200, 1200.5, 1200, 1200.5, 1200.5], strict=True), 2
            )
        },
        [],
    ),
    "decimals without doubt": (
        'project,importance\na,"1,5"\nb,2.25\nc,"0,125"\nd,.5\ne,1234.567\nf,"1,2000"\ng,5.\nh,1.200e3\n',
        {
            line: {"project": name, "importance": value}
            for line, (name, value) in enumerate(
                zip("abcdefgh", [1.5, 2.25, 0.125, 0.5, 1234.567, 1.2, 5, 1200], strict=True), 2
            )
        },
        [],
    ),
    "three decimals, commas between fields": (
        "project,importance\na,1.125\n",
        {2: {"project": "a", "importance": 1.125}},
        [],
    ),
    "three decimals, semicolons between fields": (
        "project;importance\na;1,125\n",
        {2: {"project": "a", "importance": 1.125}},
        ["column importance: '1,125' is read as 1.125, a number with decimals, not as thousands"],
    ),
    "three decimals, others with one": (
        "project\timportance\na\t1.125\nb\t2.5\n",
        {2: {"project": "a", "importance": 1.125}, 3: {"project": "b", "importance": 2.5}},
        ["column importance: '1.125' is read as 1.125, a number with decimals, not as thousands"],
    ),
    "a minus sign": ("project,importance\na,\u22120\n", {2: {"project": "a", "importance": 0}}, []),
    "joiners": (
        "project\nپیش\u200cبینی\n👩\u200d🔬 research\n",
        {2: {"project": "پیش\u200cبینی"}} | {3: {"project": "👩\u200d🔬 research"}},
        [],
    ),
    "new emoji": (
        "project\n\U0001fae8 shake\n\U0001fadf\n",
        {2: {"project": "\U0001fae8 shake"}} | {3: {"project": "\U0001fadf"}},
        [],
    ),
    "a flag": (
        "project\n\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f odds\n",
        {2: {"project": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f odds"}},
        [],
    ),
    "decomposed letters": ("project\nCafe\u0301\n", {2: {"project": "Caf\u00e9"}}, []),
    "names with a sum in them": (
        "project\nTotal recall\nsummer\n",
        {2: {"project": "Total recall"}} | {3: {"project": "summer"}},
        [],
    ),
}

# Of projects: the source, and what must be said after the name of the file.
WRONG = {
    "nothing": ("", f", row 1: there is no column 'project' in an empty row, {NAMES}"),
    "blanks alone": (b"\n\n", f", row 3: there is no column 'project' in an empty row, {NAMES}"),
    "a header alone": ("project\n", " has no project, expected one in each row after row 1"),
    "no project": ("name\nx\n", f", row 1: there is no column 'project' in 'name', {NAMES}"),
    "a title first": (
        "Planning,\nproject,floor\na,1\n",
        f", row 1: there is no column 'project' in 'Planning', '', {NAMES}",
    ),
    "a header in a comment": (
        "# project\na\n",
        f", row 2: there is no column 'project' in 'a', {NAMES} (rows before it that begin with # are left out)",
    ),
    "a column twice": ("project,Project\nx,y\n", ", row 1: there are 2 columns 'project', expected one"),
    "a column without a name": ("project,,floor\na,x,2\n", ", row 2: 'x' in column 2, expected a name above it"),
    "an index with a gap": (",project\n0,a\n2,b\n", ", row 2: '0' in column 1, expected a name above it"),
    "a strange separator": (
        "sep=|\nproject|floor\n",
        ", row 1: 'sep=|', expected a comma, a semicolon or a tab after sep=",
    ),
    "a word for a number": ("project,importance\na,1\nb,lots\n", f", row 3, column importance: 'lots', {AT_LEAST_0}"),
    "below 0": ("project,importance\na,\u22121\n", f", row 2, column importance: '\u22121', {AT_LEAST_0}"),
    "not a number": ("project,importance\na,nan\n", f", row 2, column importance: 'nan', {AT_LEAST_0}"),
    "too much": ("project,importance\na,1e308\n", ", row 2, column importance: '1e308', expected at most 10^15"),
    "a comma for thousands, or decimals": (
        'project,importance\na,"1,200"\nb,900\n',
        f", row 2, column importance: '1,200' can be read as 1.2 or as 1200, {ONE_OF_THESE}",
    ),
    "a point for thousands, or decimals": (
        "project;importance\na;1.125\nb;900\n",
        f", row 2, column importance: '1.125' can be read as 1.1250 or as 1125, {ONE_OF_THESE}",
    ),
    "a point, where others have a comma": (
        'project,importance,floor\na,1.200,3\nb,"1,5",3\n',
        f", row 2, column importance: '1.200' can be read as 1.2 or as 1200, {ONE_OF_THESE}",
    ),
    "thousands, or decimals of a whole": (
        "project,floor\na,2.000\n",
        f", row 2, column floor: '2.000' can be read as 2 or as 2000, {ONE_OF_THESE}",
    ),
    "thousands with tabs": (
        "project\timportance\na\t1.200\n",
        f", row 2, column importance: '1.200' can be read as 1.2 or as 1200, {ONE_OF_THESE}",
    ),
    "thousands of other lengths": (
        'project,importance\na,"1,20,000"\n',
        f", row 2, column importance: '1,20,000', {AT_LEAST_0}",
    ),
    "a currency": (
        'project,importance\na,"$1,200.00"\n',
        f", row 2, column importance: '$1,200.00', {AT_LEAST_0}{NO_OTHER_SIGNS}",
    ),
    "a currency behind": (
        "project;importance\na;1.200,50 €\n",
        f", row 2, column importance: '1.200,50 €', {AT_LEAST_0}{NO_OTHER_SIGNS}",
    ),
    "an underscore": ("project,floor\na,1_0\n", f", row 2, column floor: '1_0', {WHOLE}{NO_OTHER_SIGNS}"),
    "digits of Arabic": ("project,importance\na,٣\n", f", row 2, column importance: '٣', {AT_LEAST_0}{LATIN_DIGITS}"),
    "wide digits": ("project,importance\na,３\n", f", row 2, column importance: '３', {AT_LEAST_0}{LATIN_DIGITS}"),
    "per cent here and there": ("project,importance\na,60%\nb,1\n", f", row 3, column importance: '1', {PERCENT}"),
    "half a unit": ("project,floor\na,1.5\n", f", row 2, column floor: '1.5', {WHOLE}"),
    "less than no unit": ("project,floor\na,-2\n", f", row 2, column floor: '-2', {WHOLE}"),
    "more units than are counted": (
        "project,cap\na,9007199254740994\n",
        ", row 2, column cap: '9007199254740994', expected at most 2^53",
    ),
    "a floor above the cap": ("project,floor,cap\na,9,5\n", ", row 2, column floor is 9, expected at most the cap, 5"),
    "a difficulty of one's own": (
        "project,difficulty\na,Impossible\n",
        ", row 2, column difficulty is 'impossible', expected one of easy, ordinary, hard, very hard",
    ),
    "a shape of one's own": (
        "project,shape\na,square\n",
        ", row 2, column shape is 'square', expected one of keeps rising, levels off",
    ),
    "a project twice": ("project\na\na\n", ", row 3, column project: 'a' is there already, expected different names"),
    "composed and decomposed": (
        "project\nCaf\u00e9\nCafe\u0301\n",
        ", row 3, column project: 'Caf\u00e9' is there already, expected different names",
    ),
    "a sum": ("project,floor\na,9\nTotal:,9\n", f", row 3, column project is 'Total:', {NO_SUM}"),
    "a field too many": ("project,importance\na,1,2\n", ", row 2: 3 fields, expected 2 as in row 1"),
    "a field beyond empty columns": ("project,importance,,\na,1,5,\n", ", row 2: 3 fields, expected 2 as in row 1"),
    "curly quotes": ("project,importance\n“search, ads”,2\n", ", row 2: 3 fields, expected 2 as in row 1"),
    "no name": ("project,importance\n,2\n", f", row 2, column project is '', {VISIBLE}"),
    "a name too long": (f"project\n{'x' * 200_000}\n", f", row 2, column project is '{'x' * 40}…', {VISIBLE}"),
    "a control character": (
        "project\n\x1b[31mred\n",
        f", row 2, column project is '<U+001B>[31mred', {VISIBLE}, without U+001B",
    ),
    "another direction": (
        "project\n\u202eevil\n",
        f", row 2, column project is '<U+202E>evil', {VISIBLE}, without U+202E",
    ),
    "a mark of direction": (
        "project\nחיזוי\u200e\n",
        f", row 2, column project is 'חיזוי<U+200E>', {VISIBLE}, without U+200E",
    ),
    "a soft hyphen": (
        "project\nrecom\u00admend\n",
        f", row 2, column project is 'recom<U+00AD>mend', {VISIBLE}, without U+00AD",
    ),
    "a tag outside a flag": (
        "project\na\U000e0067\n",
        f", row 2, column project is 'a<U+E0067>', {VISIBLE}, without U+E0067",
    ),
    "a line of Unicode's": (
        "project\nsearch\u2028x\n",
        f", row 2, column project is 'search<U+2028>x', {VISIBLE}, without U+2028",
    ),
    "a formula": (
        "project\n=cmd\n",
        ", row 2, column project is '=cmd', expected a name that does not begin with = + - @",
    ),
    "another formula": (
        "project\n@x\n",
        ", row 2, column project is '@x', expected a name that does not begin with = + - @",
    ),
    "an open quote": (
        'project\na\n"open\n',
        ", row 3: 'open<U+000A>' is never closed, expected another quotation mark",
    ),
    "more after a quote": ('project\n"a"b\n', ", row 2: 'b' after a quoted field, expected the next field"),
    "zeros": (b"project\na\0", f" has a zero character in it, {A_CSV_FILE}"),
    "UTF-16 without its mark": ("project\na".encode("utf-16-le"), f" has a zero character in it, {A_CSV_FILE}"),
    "half of UTF-16": (_utf16("project\na")[:-1], f" begins as UTF-16 and does not go on so, {A_CSV_FILE}"),
    "half of UTF-8": (b"\xef\xbb\xbfproject\n\xff", f" begins as UTF-8 and does not go on so, {A_CSV_FILE}"),
    "some other encoding": (b"project\n\x81\xff\n", f": byte 8 is in no Windows-1252 file, {A_CSV_FILE}"),
}

# Of measurements, likewise.
SCORES_READ = {
    "semicolons and decimal commas": (
        "project;effort;score\na;1;0,5\na;2;0,75\n;;\n",
        {2: {"project": "a", "effort": 1, "score": 0.5}, 3: {"project": "a", "effort": 2, "score": 0.75}},
        [],
    ),
    "thousands": (
        "project;effort;score;seed\na;1 000;85,5;0\na;1.200.000;90,125;1\n",
        {
            2: {"project": "a", "effort": 1000, "score": 85.5, "seed": 0},
            3: {"project": "a", "effort": 1.2e6, "score": 90.125, "seed": 1},
        },
        ["column score: '90,125' is read as 90.125, a number with decimals, not as thousands"],
    ),
    "a project with a number sign": (
        "# mine\nproject,effort,score\n#1 churn,1,50\n#1 churn,2,-1e1\n",
        {3: {"project": "#1 churn", "effort": 1, "score": 50}, 4: {"project": "#1 churn", "effort": 2, "score": -10}},
        [],
    ),
}
SCORES_WRONG = {
    "no score": (
        "project,effort,rmse\na,1,2\n",
        ", row 1: there is no column 'score' (of which larger is better) in 'project', 'effort', 'rmse', "
        f"expected the names of the columns: {SCORES}",
    ),
    "no row": ("project,effort,score\n", " has no measurement, expected one in each row after row 1"),
    "an effort below 0": ("project,effort,score\na,-1,2\n", f", row 2, column effort: '-1', {AT_LEAST_0}"),
    "a word for a score": (
        "project,effort,score\na,1,2\na,2,lots\n",
        ", row 3, column score: 'lots', expected a finite number",
    ),
    "no number": ("project,effort,score\na,1,nan\n", ", row 2, column score: 'nan', expected a finite number"),
    "a score missing": ("project,effort,score\na,1,\n", ", row 2, column score: '', expected a finite number"),
    "a field missing": ("project,effort,score\na,1\n", ", row 2, column score: '', expected a finite number"),
    "no name": ("project,effort,score\n,1,50\n", f", row 2, column project is '', {VISIBLE}"),
    "thousands, or decimals": (
        'project,effort,score\na,"1,000",50\n',
        f", row 2, column effort: '1,000' can be read as 1 or as 1000, {ONE_OF_THESE}",
    ),
    "a comment among the rows": (
        "project,effort,score\na,1,50\n# later\n",
        f", row 3, column effort: '', {AT_LEAST_0}",
    ),
    "a word for a seed": (
        "project,effort,score,seed\na,1,50,run-a\n",
        ", row 2, column seed: 'run-a', expected a finite number",
    ),
}
