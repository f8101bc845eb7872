// Finding what a key means, and which keys to remind of.

import Cells
import Debugger

extension KeyBinding {
  /// What a key means now; nil where it is for the line being typed, or for nothing.
  static func action(for key: Key, _ interface: Interface) -> Action? {
    table[key]?.first { $0.matches(key, interface) }?.action
  }

  private func matches(_ key: Key, _ interface: Interface) -> Bool {
    guard modes.contains(Self.mode(of: interface)) else { return false }
    // Letters and signs are typed at the prompt; a blank begins no line.
    guard case .character(let character) = key, interface.mode == .prompt else { return true }
    return character == " "
  }

  private static func mode(of interface: Interface) -> Modes {
    if interface.mode == .keys { return .keys }
    return interface.editor.isEmpty ? .empty : .typing
  }

  private static let table: [Key: [KeyBinding]] = {
    var table: [Key: [KeyBinding]] = [:]
    for binding in all {
      for key in binding.keys.compactMap(Key.init(name:)) { table[key, default: []].append(binding) }
    }
    return table
  }()

  /// A key and a word for it.
  struct Hint: Hashable {
    var key: String
    var word: String
  }

  /// What one is reminded of first.
  private static let hintOrder = [
    "next", "back", "equation", "play", "now/before", "view", "prompt", "help", "keys", "quantity", "pane", "models",
  ]

  /// The keys worth a reminder; those that find no room are left out from the end.
  static func hints(for interface: Interface) -> [Hint] {
    if interface.search != nil {
      return [
        Hint(key: "Ctrl-R", word: "further back"), Hint(key: "Enter", word: "run"), Hint(key: "Esc", word: "edit"),
      ]
    }
    let mode = mode(of: interface)
    let hints = all.compactMap { binding -> Hint? in
      guard !binding.hint.isEmpty, binding.modes.contains(mode) else { return nil }
      if binding.action == .command("lens"), interface.session.ghost == nil { return nil }
      if binding.action == .play, interface.isPlaying { return Hint(key: "Space", word: "stop") }
      guard let key = binding.keys.first(where: { isKey($0, for: mode) }) else { return nil }
      return Hint(key: key, word: binding.hint)
    }
    .sorted { Self.rank($0) < Self.rank($1) }
    let away = interface.knowsMouse && !interface.hasMouse ? [Hint(key: "F2", word: "mouse back")] : []
    let isLesson = mode == .empty && interface.session.lesson != nil
    return away + (mode == .typing ? [Hint(key: "Enter", word: "run")] : [])
      + (isLesson ? [Hint(key: "Enter", word: "on")] : [])
      + hints
  }

  private static func rank(_ hint: Hint) -> Int { hintOrder.firstIndex(of: hint.word) ?? hintOrder.count }

  private static func isKey(_ name: String, for mode: Modes) -> Bool {
    mode == .keys ? name.count == 1 || name == "Space" : name.count > 1
  }

  /// A key's name with its arrow as a sign.
  static func sign(_ name: String) -> String {
    switch name {
    case "Right": "→"
    case "Left": "←"
    case "Up": "↑"
    case "Down": "↓"
    case let name where name.hasSuffix("-Right"): name.dropLast(5) + "→"
    case let name where name.hasSuffix("-Left"): name.dropLast(4) + "←"
    case let name where name.hasSuffix("-Up"): name.dropLast(2) + "↑"
    case let name where name.hasSuffix("-Down"): name.dropLast(4) + "↓"
    default: name
    }
  }
}
