// Keys as people write them: "Ctrl-R", "F10", "PgUp", "Alt-b", "Shift-F11", "x".

extension Key {
  /// The name that help and key tables print.
  package var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(" "): "Ctrl-Space"
    case .control(let character): "Ctrl-" + character.uppercased()
    case .alt(" "): "Alt-Space"
    case .alt(let character): "Alt-" + String(character)
    case .function(let number): "F\(number)"
    case .modified(let modifiers, let key): modifiers.prefix + key.name
    case .mouse(let event): event.name
    case .paste: "Paste"
    case .resize: "Resize"
    case .endOfInput: "EndOfInput"
    default: Self.named.first { $0.key == self }?.name ?? ""
    }
  }

  /// The key of this name; nil if there is none.
  ///
  /// Capitals do not matter but for single characters.
  package init?(name: String) {
    if name.count == 1, let character = name.first {
      self = .character(character)
      return
    }
    let lower = name.lowercased()
    if lower == "space" {
      self = .character(" ")
    } else if let named = Self.named.first(where: { $0.name.lowercased() == lower }) {
      self = named.key
    } else if lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else if let key = Self.withModifier(name) {
      self = key
    } else {
      return nil
    }
  }

  private static func withModifier(_ name: String) -> Key? {
    guard let dash = name.firstIndex(of: "-"), dash != name.startIndex else { return nil }
    let modifier: Modifiers
    switch name[..<dash].lowercased() {
    case "ctrl": modifier = .control
    case "alt": modifier = .alt
    case "shift": modifier = .shift
    default: return nil
    }
    guard let rest = Key(name: String(name[name.index(after: dash)...])) else { return nil }
    return rest.with(modifier)
  }

  /// This key with modifiers, in the one form that it has; nil where there is no such key.
  package func with(_ modifiers: Modifiers) -> Key? {
    if modifiers.isEmpty { return self }
    switch self {
    case .character(let character):
      if modifiers == .alt { return .alt(character) }
      let lower = Character(character.lowercased())
      guard modifiers == .control, lower.isASCII, lower.isLetter || "@[\\]^_ ".contains(lower) else { return nil }
      return .control(lower)
    case .modified(let others, let key): return .modified(others.union(modifiers), key)
    case .tab where modifiers == .shift: return .backTab
    case .control, .alt, .mouse, .paste, .resize, .endOfInput: return nil
    default: return .modified(modifiers, self)
    }
  }

  private static let named: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Shift-Tab", .backTab), ("Backspace", .backspace), ("Del", .delete),
    ("Ins", .insert), ("Esc", .escape), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
  ]
}

extension Modifiers {
  var prefix: String {
    (contains(.control) ? "Ctrl-" : "") + (contains(.alt) ? "Alt-" : "") + (contains(.shift) ? "Shift-" : "")
  }
}

extension MouseEvent {
  /// "Click", "Ctrl-WheelUp"; the place is left out.
  var name: String {
    let button: (Button) -> String = { button in
      switch button {
      case .left: ""
      case .middle: "Middle"
      case .right: "Right"
      }
    }
    return modifiers.prefix
      + {
        switch action {
        case .press(let which): button(which) + "Click"
        case .release(let which): button(which) + "Release"
        case .drag(let which): button(which) + "Drag"
        case .wheelUp: "WheelUp"
        case .wheelDown: "WheelDown"
        }
      }()
  }
}
