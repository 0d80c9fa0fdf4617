//! What the help of each command ends with: two or three command lines to start from, each with what it answers.

pub const PROGRAM: &str = "\
Examples:
  Is the theory right? Every claim is checked, in a few minutes.
    escapement verify
  What does it say of gain 5 and a first memory of saliency 3?
    escapement predict --gain 5 --saliency 3
  And what does the model do?
    escapement simulate --gain 5 --saliency 3";

pub const VERIFY: &str = "\
Examples:
  Some claims and theorems, in any case:
    escapement verify g1 e1,c3 collapse
  One claim, on other and more cases and to more digits than the report's:
    escapement verify gain_threshold --claim G1 --seed 7 --cases 100 --digits 80
  The third of sixteen parts of a large campaign, for `escapement merge`:
    escapement verify --cases 10000 --partition 3/16 --output part-3.json";

pub const MERGE: &str = "\
Examples:
  Two parts that `escapement verify --partition` made on two machines, and their verdict:
    escapement merge part-1.json part-2.json
  The same as a single run prints it with --format json:
    escapement merge part-1.json part-2.json --format json";

pub const REPORT: &str = "\
Examples:
  Write REPORT.md in the current directory:
    escapement report
  Check that it says what the evidence says:
    escapement report --check";

pub const COVERS: &str = "\
Examples:
  Cover every box anew and write what was shown:
    escapement covers
  Check that the evidence is what two of the covers show:
    escapement covers escape_times handovers --check";

pub const LIST: &str = "\
Examples:
  The names that `verify` takes:
    escapement list
  The same, for a program:
    escapement list --format json";

pub const EXPLAIN: &str = "\
Examples:
  What the paper's gain threshold is, and how far it is established:
    escapement explain G1
  Two claims, for a program:
    escapement explain e1,c3 --format json";

pub const REPLAY: &str = "\
Examples:
  The third case of the gain threshold, as the evidence has it:
    escapement replay G1.3
  The first of the number of transitions:
    escapement replay c3.1";

pub const SITE: &str = "\
Examples:
  The page, to be opened at site-out/index.html:
    escapement site
  The page in a folder that is published:
    escapement site --output public";

pub const PREDICT: &str = "\
Examples:
  A chain of memories that sustains itself, to 20 digits:
    escapement predict --gain 5 --saliency 3 --digits 20
  A slope and a self-coupling, given exactly, for a program:
    escapement predict --gain 21/4 --saliency 3 --slope 4/5 --self-coupling 0.01 --format json
  Tanh neurons:
    escapement predict --gain 6 --saliency 3 --activation tanh --digits 20";

pub const SIMULATE: &str = "\
Examples:
  Three transitions of a chain:
    escapement simulate --gain 5 --saliency 3 --transitions 3
  A ring of three memories below the chain's threshold, for a spreadsheet:
    escapement simulate --gain 3.5 --saliency 3 --memories 3 --format csv
  A ring of four memories in 64 neurons without self-synapses:
    escapement simulate --gain 5 --saliency 3 --memories 4 --neurons 64";

pub const SWEEP: &str = "\
Of gain, saliency, slope, self-coupling, memories and neurons each may be a list, 2,3,5, or a range, FROM:TO:STEP.

Examples:
  From below the gain threshold to above it, three starts at each gain:
    escapement sweep --gain 3.5:4.5:0.25 --saliency 2,3,5
  A plane for a spreadsheet, gone on with where it was interrupted:
    escapement sweep --gain 2:8:0.5 --saliency 1:5:0.5 --output plane.csv --resume
  Rings of two to six memories, a JSON object a line:
    escapement sweep --gain 2:4:0.5 --saliency 3 --memories 2:6:1 --format jsonl";

pub const NETWORK: &str = "\
Examples:
  Two memories, with a leak of the input into the fast network:
    escapement network --gain 6 --memories 2 --epsilon 1/20 --leak 1/20 --until 3 --saliency 3
  Three, from the start that a file holds:
    escapement network --gain 6 --memories 3 --epsilon 1/10 --until 2 --initial start.json
  Five memories, drawn over time:
    escapement network --gain 6 --memories 5 --epsilon 1/20 --leak 1/20 --until 6 --saliency 3 --digits 10 --plot run.svg";

pub const CYCLE: &str = "\
Examples:
  The cycle of two tanh memories:
    escapement cycle --gain 6 --memories 2 --epsilon 1/20 --leak 1/1000 --activation tanh
  Three HardTanh memories, for a program:
    escapement cycle --gain 6 --memories 3 --epsilon 1/20 --leak 1/20 --digits 20 --format json
  Proved, with a certificate that can be checked again:
    escapement cycle --gain 6 --memories 2 --epsilon 0.1 --leak 0.1 --prove --format json > c.json";

pub const CHECK_CERTIFICATE: &str = "\
Examples:
  A proof that was made before, from its boxes alone:
    escapement check-certificate c.json
  The certificates come from here:
    escapement cycle --gain 6 --memories 2 --epsilon 0.1 --leak 0.1 --prove --format json > c.json";

pub const COMPLETIONS: &str = "\
Examples:
  For bash, fish and zsh (where ~/.zfunc is in fpath):
    escapement completions bash > ~/.local/share/bash-completion/completions/escapement
    escapement completions fish > ~/.config/fish/completions/escapement.fish
    escapement completions zsh > ~/.zfunc/_escapement";
