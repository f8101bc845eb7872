// The help that F1 shows, made from the tables of commands and keys.

import Cells
import Debugger

/// Lines of help.
enum HelpText {
  static var lines: [String] {
    section("keys, while nothing is typed", KeyBinding.all.filter { $0.modes.contains(.empty) }, alone: false)
      + section("keys alone (Esc)", KeyBinding.all.filter { $0.modes.contains(.keys) }, alone: true)
      + ["commands", ""] + Command.overview.map { "  " + $0 }
      + ["", "editing the line", ""] + editing + ["", "mouse", ""] + mouse
  }

  private static func section(_ title: String, _ bindings: [KeyBinding], alone: Bool) -> [String] {
    let rows = bindings.compactMap { binding -> (String, String)? in
      let keys = binding.keys.filter { alone ? true : $0.count > 1 }
      guard !keys.isEmpty else { return nil }
      return (keys.prefix(3).map(KeyBinding.sign).joined(separator: "  "), binding.summary)
    }
    return [title, ""] + table(rows) + [""]
  }

  private static var editing: [String] {
    table(
      KeyBinding.all.filter { $0.modes == .typing }.map { ($0.keys.joined(separator: "  "), $0.summary) }
        + EditingKeys.all.map { ($0.keys.joined(separator: "  "), $0.summary) } + [
          ("↑  ↓  Ctrl-P  Ctrl-N", "lines typed before; those that begin as this one does"),
          ("Ctrl-R", "search the lines typed before"),
        ])
  }

  private static let mouse = table([
    ("click", "points at a unit and a step, turns to an equation, goes to the step of a symbol"),
    ("wheel", "scrolls the pane under it, turns quantities over the equations"),
  ])

  private static func table(_ rows: [(String, String)]) -> [String] {
    let width = min(rows.map { $0.0.columns }.max() ?? 0, 34)
    return rows.map { "  " + TextLayout.pad($0.0, to: width) + "  " + $0.1 }
  }
}
