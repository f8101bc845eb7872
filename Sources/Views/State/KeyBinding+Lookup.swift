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

  /// The keys worth a reminder, in the order in which they are given up where there is no room.
  static func hints(for interface: Interface) -> [Hint] {
    if interface.search != nil {
      return [
        Hint(key: "Ctrl-R", word: "further back"), Hint(key: "Enter", word: "run"), Hint(key: "Esc", word: "edit"),
      ]
    }
    let mode = mode(of: interface)
    let hints = all.compactMap { binding -> Hint? in
      guard !binding.hint.isEmpty, binding.modes.contains(mode) else { return nil }
      if binding.action == .lens, interface.session.ghost == nil { return nil }
      if binding.action == .play, interface.isPlaying { return Hint(key: "Space", word: "stop") }
      guard let key = binding.keys.first(where: { isKey($0, for: mode) }) else { return nil }
      return Hint(key: sign(key), word: binding.hint)
    }
    return (mode == .typing ? [Hint(key: "Enter", word: "run")] : []) + hints
  }

  private static func isKey(_ name: String, for mode: Modes) -> Bool {
    mode == .keys ? name.count == 1 || name == "Space" : name.count > 1
  }

  /// A key's name as short as it is on the keyboard.
  static func sign(_ name: String) -> String {
    switch name {
    case "Right": "→"
    case "Left": "←"
    case "Up": "↑"
    case "Down": "↓"
    default: name
    }
  }
}
