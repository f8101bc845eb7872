// All commands, in the order in which help lists them. A new one is a file in this folder and a line here.

extension Command {
  package static let all: [Command] = [
    .next, .step, .finish, .reverseNext, .reverseStep, .reverseFinish, .continue, .reverseContinue, .run, .start, .goto,
    .mark, .first, .last, .break, .temporaryBreak, .watch, .condition, .enable, .disable, .delete, .print, .display,
    .undisplay, .whatis, .explain, .uses, .decay, .ledger, .backward, .forward, .grad, .triangle, .shares, .flow,
    .reach, .race, .clip, .gamma, .focus, .view, .layout, .pane, .lens, .keep, .drop, .list, .info, .compare, .beam,
    .pin, .unpin, .set, .baseline, .feed, .tree, .load, .open, .train, .stop, .sample, .lesson, .undo, .redo,
    .source, .export, .restore, .help, .quit,
  ]

  package static func named(_ word: String) -> Command? {
    all.first { $0.name == word || $0.abbreviations.contains(word) }
  }
}
