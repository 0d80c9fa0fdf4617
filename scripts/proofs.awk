# Turns the checker's answers (scripts/proofs.sh) into the ledger's tables of theorems and formulas.
# Input: "@theorem FOLDER NAME" and the axioms it rests on, "@formula FOLDER CLAIM NAME" and the definition as printed, "@end".

function fail(message) {
    print "error: " message > "/dev/stderr"
    failed = 1
    exit 1
}

function quoted(text) {
    if (text ~ /["\\]/) fail("a text that JSON would have to escape: " text)
    return "\"" text "\""
}

BEGIN {
    split(allowed, names, " ")
    for (i in names) is_allowed[names[i]] = 1
}

/^@/ {
    mode = $1
    if (mode == "@theorem") {
        theorem[++theorems] = $3
        theorem_folder[theorems] = $2
    }
    if (mode == "@formula") {
        formula[++formulas] = $4
        formula_folder[formulas] = $2
        formula_claim[formulas] = $3
        owners[$4] = owners[$4] " " $2
    }
    next
}

# An axiom stands at the start of a line, its type behind a colon on the same line or the next.
mode == "@theorem" && /^[A-Za-z]/ && !/^Axioms:$/ && !/^Closed under the global context$/ {
    axiom = $1
    if (!(axiom in is_allowed)) fail(theorem_folder[theorems] ": " theorem[theorems] " rests on " $0)
    axioms[theorems] = axioms[theorems] " " axiom
    next
}

mode == "@formula" && body[formulas] == "" {
    text = $0
    if (sub("^" formula[formulas] " = ", "", text)) body[formulas] = text
    next
}

# The words of a text as a JSON list, sorted.
function sorted(text,    words, n, i, j, word, list) {
    n = split(text, words, " ")
    for (i = 2; i <= n; i++) {
        word = words[i]
        for (j = i - 1; j > 0 && words[j] > word; j--) words[j + 1] = words[j]
        words[j + 1] = word
    }
    for (i = 1; i <= n; i++) list = list (i > 1 ? ", " : "") quoted(words[i])
    return "[" list "]"
}

# Names of another folder's definitions carry that folder's name and no more.
function owned(text, own,    head, name, list, n, i, owner) {
    while (match(text, /([a-z_0-9]+\.)?proof\.[A-Za-z0-9_]+/)) {
        name = substr(text, RSTART, RLENGTH)
        sub(/^.*\./, "", name)
        owner = ""
        n = split(owners[name], list, " ")
        for (i = 1; i <= n; i++) if (list[i] != own) owner = owner == "" ? list[i] : "?"
        if (owner == "" || owner == "?") fail(own ": " name " is not marked as a formula in exactly one other proof")
        text = substr(text, 1, RSTART - 1) owner "." name substr(text, RSTART + RLENGTH)
    }
    return text
}

# The arguments of "fun (x y : R) (n : nat) => body" as a JSON list.
function arguments(text,    list, words, n, i, type) {
    sub(/^fun /, "", text)
    sub(/ =>.*$/, "", text)
    gsub(/[()]/, " ", text)
    gsub(/ : (R|nat)/, "", text)
    n = split(text, words, " ")
    for (i = 1; i <= n; i++) list = list (i > 1 ? ", " : "") quoted(words[i])
    return "[" list "]"
}

# The body behind the arguments, without the type.
function definition(text) {
    sub(/^fun [^=]*=> /, "", text)
    return text
}

END {
    if (failed) exit 1
    if (mode != "@end" || theorems == 0) { failed = 1; fail("the audit is not complete") }
    print "  \"theorems\": ["
    for (i = 1; i <= theorems; i++) {
        claim = theorem[i]
        sub(/_.*/, "", claim)
        print "    {"
        print "      \"claim\": " quoted(claim) ","
        print "      \"theorem\": " quoted(theorem[i]) ","
        print "      \"file\": " quoted("theorems/" theorem_folder[i] "/proof.v") ","
        print "      \"assumptions\": " sorted(axioms[i])
        print "    }" (i < theorems ? "," : "")
    }
    print "  ],"
    print "  \"formulas\": ["
    for (i = 1; i <= formulas; i++) {
        if (body[i] == "") fail(formula_folder[i] ": the formula " formula[i] " could not be read")
        print "    {"
        print "      \"claim\": " quoted(formula_claim[i]) ","
        print "      \"name\": " quoted(formula[i]) ","
        print "      \"folder\": " quoted(formula_folder[i]) ","
        print "      \"arguments\": " arguments(body[i]) ","
        print "      \"body\": " quoted(owned(definition(body[i]), formula_folder[i]))
        print "    }" (i < formulas ? "," : "")
    }
    print "  ]"
}
