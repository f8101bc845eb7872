// The keys as data: what they do, when, and how help calls them. Editing keys of the prompt have a table of their own.

import Cells

/// Keys that do one thing.
struct KeyBinding: Sendable {
  /// When keys mean this.
  struct Modes: OptionSet, Sendable {
    let rawValue: UInt8
    /// At the prompt while nothing is typed.
    static let empty = Modes(rawValue: 1)
    /// At the prompt while something is typed.
    static let typing = Modes(rawValue: 2)
    static let keys = Modes(rawValue: 4)
    static let prompt: Modes = [.empty, .typing]
    static let stepping: Modes = [.empty, .keys]
    static let always: Modes = [.empty, .typing, .keys]
  }

  /// The keys by their names.
  ///
  /// Letters and signs mean this with keys alone only: at the prompt they are typed.
  var keys: [String]
  var modes: Modes
  var action: Action
  var summary: String
  /// A word for the last line; empty for what is not shown there.
  var hint = ""

  enum Action: Sendable, Equatable {
    case command(String)
    case play, keysAlone, prompt, help, reread, models, cancel, leave, redraw, suspend, mouse, complete
    case turn(Int)
    case unit(Int)
    case unitPage(Int)
    case unitEnd(last: Bool)
    case look(Int)
    case follow, neighbours, binned, wholeRun, energies, nextPane(Int)
    case pace(faster: Bool)
    case startOfRun, endOfRun
  }

  static let all: [KeyBinding] = [
    .init(keys: ["Right", "n"], modes: .stepping, action: .command("next"), summary: "the next step", hint: "next"),
    .init(
      keys: ["Left", "N"], modes: .stepping, action: .command("reverse-next"), summary: "back a step", hint: "back"),
    .init(
      keys: ["Shift-Right", "Alt-Right", "s"], modes: .stepping, action: .command("step"), summary: "the next equation",
      hint: "equation"),
    .init(
      keys: ["Shift-Left", "Alt-Left", "S"], modes: .stepping, action: .command("reverse-step"),
      summary: "back an equation"),
    .init(keys: ["c"], modes: .keys, action: .command("continue"), summary: "on to the next stop, or to the end"),
    .init(keys: ["C"], modes: .keys, action: .command("reverse-continue"), summary: "back to the stop before"),
    .init(keys: ["f"], modes: .keys, action: .command("finish"), summary: "on to the end of the sequence"),
    .init(keys: ["u"], modes: .keys, action: .command("undo"), summary: "take back the last change"),
    .init(keys: ["U"], modes: .keys, action: .command("redo"), summary: "do it again"),
    .init(keys: ["F10"], modes: .always, action: .command("next"), summary: "the next step, while typing too"),
    .init(keys: ["F11"], modes: .always, action: .command("step"), summary: "the next equation, while typing too"),
    .init(keys: ["Space"], modes: .stepping, action: .play, summary: "play, and stop", hint: "play"),
    .init(keys: ["F5"], modes: .always, action: .play, summary: "play, while typing too"),
    .init(keys: ["Home", "Ctrl-Home"], modes: .stepping, action: .startOfRun, summary: "the first step"),
    .init(keys: ["End", "Ctrl-End"], modes: .stepping, action: .endOfRun, summary: "the last step"),
    .init(keys: ["+"], modes: .keys, action: .pace(faster: true), summary: "play faster"),
    .init(keys: ["-"], modes: .keys, action: .pace(faster: false), summary: "play slower"),
    .init(
      keys: ["PgDn"], modes: .stepping, action: .command("view next"), summary: "the pane shows its next view",
      hint: "view"),
    .init(
      keys: ["PgUp"], modes: .stepping, action: .command("view previous"), summary: "the pane shows the view before"),
    .init(
      keys: ["Shift-Down", "Alt-Down", "]"], modes: .stepping, action: .turn(1),
      summary: "turn to the next quantity, or head",
      hint: "quantity"),
    .init(
      keys: ["Shift-Up", "Alt-Up", "["], modes: .stepping, action: .turn(-1), summary: "turn to the quantity before"),
    .init(
      keys: ["Ctrl-Down", "j"], modes: .stepping, action: .unit(1), summary: "point at the next unit", hint: "unit"),
    .init(keys: ["Ctrl-Up", "k"], modes: .stepping, action: .unit(-1), summary: "point at the unit before"),
    .init(
      keys: ["Ctrl-PgDn", "Shift-PgDn", "Ctrl-D", "Ctrl-F"], modes: .keys, action: .unitPage(1),
      summary: "a page of units on"),
    .init(
      keys: ["Ctrl-PgUp", "Shift-PgUp", "Ctrl-U", "Ctrl-B"], modes: .keys, action: .unitPage(-1),
      summary: "a page of units back"),
    .init(keys: ["g"], modes: .keys, action: .unitEnd(last: false), summary: "the first unit"),
    .init(keys: ["G"], modes: .keys, action: .unitEnd(last: true), summary: "the last unit"),
    .init(
      keys: ["Ctrl-Right", "l"], modes: .stepping, action: .look(1),
      summary: "point at the next step without going there, or column"),
    .init(
      keys: ["Ctrl-Left", "h"], modes: .stepping, action: .look(-1),
      summary: "point at the step before, or column"),
    .init(keys: ["Enter"], modes: .keys, action: .follow, summary: "explain what a number came from, and so on back"),
    .init(
      keys: ["F3", "d"], modes: .always, action: .command("lens"), summary: "under a pin: now, before, the difference",
      hint: "now/before"),
    .init(
      keys: ["F4", "o"], modes: .always, action: .neighbours,
      summary: "one quantity or node with its neighbours, or all",
      hint: "one/several"),
    .init(keys: ["F6", "b"], modes: .always, action: .binned, summary: "a row for each unit, or all units at once"),
    .init(
      keys: ["F12", "w"], modes: .always, action: .wholeRun,
      summary: "a window on the run, or all of it, many steps sharing a column"),
    .init(
      keys: ["Alt-e", "e"], modes: .stepping, action: .energies,
      summary: "attention: weights, or the energies before the softmax"),
    .init(
      keys: ["Tab"], modes: .stepping, action: .nextPane(1), summary: "keys act on the next pane", hint: "pane"),
    .init(keys: ["Shift-Tab"], modes: .stepping, action: .nextPane(-1), summary: "keys act on the pane before"),
    .init(
      keys: ["F9", "z"], modes: .always, action: .command("layout one"), summary: "this pane alone, and all again",
      hint: "alone"),
    .init(keys: ["Esc"], modes: .prompt, action: .keysAlone, summary: "keys alone: letters are commands", hint: "keys"),
    .init(keys: ["i", ":"], modes: .keys, action: .prompt, summary: "back to the prompt", hint: "prompt"),
    .init(
      keys: ["Tab"], modes: .typing, action: .complete, summary: "complete a command, a name, a file, \\mu",
      hint: "complete"),
    .init(keys: ["F1", "?"], modes: .always, action: .help, summary: "this help", hint: "help"),
    .init(keys: ["F7", "a"], modes: .always, action: .reread, summary: "the last answer in full, to scroll through"),
    .init(
      keys: ["F8", "m"], modes: .always, action: .models, summary: "the models of the catalogue, to open one",
      hint: "models"),
    .init(
      keys: ["F2"], modes: .always, action: .mouse,
      summary: "give the mouse to the terminal for copying, and take it back"),
    .init(keys: ["Ctrl-L"], modes: .always, action: .redraw, summary: "draw the screen anew"),
    .init(keys: ["Ctrl-C"], modes: .always, action: .cancel, summary: "stop what runs, drop the line"),
    .init(keys: ["Ctrl-Z"], modes: .always, action: .suspend, summary: "back to the shell for a while"),
    .init(keys: ["Ctrl-D"], modes: .empty, action: .leave, summary: "quit"),
    .init(keys: ["q"], modes: .keys, action: .leave, summary: "quit"),
  ]
}
