// The jobs beside the check, as data: what each is for, its form, and what comes of it. The Python of the same name does them.

const SHEETS_AND_CSV = ".xlsx,.xlsm,.csv,.tsv,.txt";
const visitsOf = (view) => [["", "Choose"], ...[...new Set(view.visits.map((visit) => visit.label))].map((label) => [label, label])];
const whatToMove = (view) => [["", "Choose"], ...[...new Set([...view.visits.map((visit) => visit.label), ...view.subjects])].map((name) => [name, name])];

const FLOWS = [
  {
    name: "plan",
    title: "Plan visits",
    hint: "which visits are still needed, on which days, and what a day would change",
    lead: "Every visit and deadline by week, who does what, the visit budget, and the days proposed for visits that are still needed. Then try a visit on another day by dragging it. Nothing is changed in your workbook.",
    go: "Make the plan",
    fields: [
      { kind: "select", name: "term", label: "What to plan", options: [["year", "The year"], ["autumn", "The autumn term"], ["spring", "The spring term"], ["summer", "The summer term"]], value: "year" },
      {
        kind: "rows",
        name: "questions",
        label: "What if? (optional)",
        hint: "Ask what a day would change: for a visit that stands, or for a subject that still needs one.",
        more: "Try another day",
        columns: [
          { name: "visit", kind: "select", label: "Visit or subject", options: whatToMove, needed: "Choose the visit or the subject." },
          { name: "day", kind: "day", label: "Day" },
        ],
        value: (rows) => rows.map(([visit, day]) => `${visit} on ${day}`).join("\n"),
      },
      { kind: "day", name: "first", label: "First day (optional)", hint: "Where your term begins on another day." },
      { kind: "day", name: "last", label: "Last day (optional)" },
      { kind: "text", name: "limits", rows: 2, label: "The most portfolios in a week (optional)", hint: "12 for everybody, or AOB=8 for one person, each on a line of its own." },
      { kind: "tick", name: "write", label: "Make a copy of the workbook too, with the proposed visits as rows of Visits, marked planned" },
    ],
    opens: /\.planned\.\w+$/,
  },
  {
    name: "packs",
    title: "Packs and emails for staff",
    hint: "a small workbook for each person with only what is theirs, and a draft to send it with",
    lead: "A small workbook for each assessor, standardiser or subject area: what to do by when, their units, sample lists and candidates. The page sends nothing: emails are drafts that you open, look through and send. A password is set in Excel, under File, Info, Protect Workbook.",
    go: "Make the packs",
    fields: [
      { kind: "select", name: "by", label: "A pack for each", options: [["assessor", "assessor"], ["standardiser", "standardiser"], ["subject", "subject area"]], value: "assessor" },
      { kind: "tick", name: "share", label: "Leave out names, dates of birth, ULNs and UCIs" },
      { kind: "tick", name: "drafts", label: "Write an email to each person too, and the letters to OCR" },
      { kind: "file", name: "texts", label: "Email texts of your own (optional)", hint: "Files called email-pack.txt and email-index.txt.", accept: ".txt", many: true },
    ],
  },
  {
    name: "calendar",
    title: "Calendar",
    hint: "visits and deadlines with reminders, for Outlook and others",
    lead: "A calendar file to open in Outlook and others. Choose the one saved before, and what has moved moves, what was cancelled goes. Candidates are not named.",
    go: "Make the calendar",
    fields: [
      { kind: "select", name: "whom", label: "For", options: (view) => [["", "everybody"], ...view.staff], value: "" },
      { kind: "file", name: "since", label: "The calendar saved before (optional)", accept: ".ics" },
    ],
  },
  {
    name: "changes",
    title: "What has changed",
    hint: "since an older copy of the workbook",
    lead: "What was put right, what is new, and which visits and deadlines have moved since an older copy. Both are looked at on the same day.",
    go: "Compare",
    fields: [
      { kind: "file", name: "old", label: "The older copy", accept: ".xlsx,.xlsm", needed: "Choose the older copy." },
      { kind: "day", name: "old_as_of", label: "The day it was looked at (optional)", hint: "Also shows what changed only because time passed, such as a missed deadline." },
    ],
  },
  {
    name: "reconcile",
    title: "Compare with a list from OCR",
    hint: "your entries or claims beside a list exported or pasted from Interchange",
    lead: "What is on one side only, and what differs. The columns of the list are known by their headings, and it is said what each was taken for.",
    go: "Compare",
    fields: [
      { kind: "file", name: "list", label: "The list", hint: "A workbook or a CSV file.", accept: SHEETS_AND_CSV, needed: "Choose the list from OCR." },
      { kind: "select", name: "kind", label: "It is a list of", options: [["", "what its columns tell"], ["entries", "entries"], ["claims", "claims"]], value: "" },
      { kind: "text", name: "matches", rows: 2, label: "Columns by their headings (optional)", hint: "Yours and the list’s, such as Candidate number=Cand No, each on a line of its own." },
    ],
  },
  {
    name: "claims",
    title: "What is ready to claim",
    hint: "in the order in which Interchange builds a claim",
    lead: "What can be claimed now, and what the rest waits for. Candidates are shown by number only.",
    go: "List it",
    fields: [{ kind: "select", name: "by", label: "You build the claim by", options: [["candidate", "candidate"], ["unit", "unit"]], value: "candidate" }],
  },
  {
    name: "visit",
    title: "The day of a visit",
    hint: "one page to print: what must be there, who is needed, the sample",
    lead: "One page to print for the day of a visit.",
    go: "Make the page",
    fields: [
      { kind: "select", name: "visit", label: "Visit", options: visitsOf, needed: "Choose the visit." },
      { kind: "tick", name: "names", label: "Put the candidates’ names beside their numbers" },
    ],
  },
  {
    name: "letters",
    title: "Letters to OCR",
    hint: "those that are due on this day",
    lead: "Letters that are due to the moderator and to OCR: type of a visit, change of day, further visit, no contact yet. None is sent from here.",
    go: "Write them",
    fields: [],
  },
  {
    name: "fill",
    title: "Draft what follows",
    hint: "units, entries and claims that follow from what you typed",
    lead: "A copy of your workbook with what follows from it filled in, as drafts for you to accept. A draft is coloured and counts for nothing until you clear its mark. Nothing you typed is changed.",
    go: "Draft it",
    fields: [],
    opens: /\.filled(-\d+)?\.\w+$/,
  },
  {
    name: "collect",
    title: "Take in what came back",
    hint: "packs or copies that staff have filled in",
    lead: "Only cells that were changed in the files that came back are taken, and none that was changed in your workbook meanwhile. What cannot be decided is listed with both sides.",
    go: "Take it in",
    fields: [
      { kind: "file", name: "returned", label: "The files that came back", accept: ".xlsx,.xlsm", many: true, needed: "Choose the files that came back." },
      { kind: "file", name: "sent", label: "Your workbook as it was sent out (optional)", hint: "Needed for copies of the whole workbook; packs know it by themselves.", accept: ".xlsx,.xlsm" },
    ],
    opens: /\.collected\.\w+$/,
  },
  {
    name: "read",
    title: "What was understood, as tables",
    hint: "a row a claim, candidate and visit, each with its cells",
    lead: "What was understood of your workbook as tidy tables, each row with the cells it stands in.",
    go: "Make the tables",
    fields: [],
  },
  {
    name: "start",
    isAlone: true,
    title: "Start from your visits",
    lead: "A first workbook from the course, day and type of each visit. Every deadline follows from that.",
    go: "Make the workbook",
    fields: [
      {
        kind: "rows",
        name: "visits",
        label: "Visits",
        more: "Add a visit",
        needed: true,
        columns: [
          { name: "course", kind: "text", label: "Course: subject, title or entry code", needed: "Type the course, such as Business or 05835." },
          { name: "day", kind: "day", label: "Day" },
          { name: "type", kind: "select", label: "Type", options: [["", "not known yet"], ["virtual", "virtual"], ["face-to-face", "face-to-face"]] },
        ],
        value: (rows) => rows,
      },
    ],
    opens: /^centre\.xlsx$/,
  },
  {
    name: "overview",
    isAlone: true,
    title: "Look at several centres",
    lead: "How the workbooks of several centres stand, side by side: as a workbook, and as a page to print.",
    go: "Look at them",
    fields: [
      { kind: "file", name: "centres", label: "The centres’ workbooks, all at once", accept: ".xlsx,.xlsm", many: true, needed: "Choose the centres’ workbooks." },
      { kind: "tick", name: "share", label: "Name nobody" },
      { kind: "tick", name: "drafts", label: "Write a draft to each centre of what to ask it" },
    ],
  },
];
