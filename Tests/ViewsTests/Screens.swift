// Interfaces on the sheets of the repository, and keys pressed in them.

import Catalogue
import Cells
import Debugger
import Equations
import Formats
import TestSupport
import Testing

@testable import Views

/// Sessions on sheets; made once, since they are values.
enum Sessions {
  static let catalogue = Result { try Catalogue(.at("\(Checkout.root)/Resources")) }

  static func open(_ name: String) throws -> Session {
    if name == "g2p-encoder" { return try speller.get() }
    if let text = typedSheets[name] { return try typed(text) }
    return try make(name)
  }

  private static let speller = Result { try make("g2p-encoder") }

  /// In its own sizes, at random where its weights were trained here; with those if they are asked for.
  private static func make(_ name: String) throws -> Session {
    let catalogue = try catalogue.get()
    let sheet = try catalogue.sheet(name.replacing("trained ", with: ""))
    let weights = try catalogue.weights(for: sheet)
    let isPublished = weights?.metadata[Catalogue.owner] == nil
    var session = try Session(
      Material(sheet: sheet, weights: isPublished || name.hasPrefix("trained ") ? weights : nil, feed: .example))
    for name in session.sheetsAskedFor + ["gru"] { session.sheetsBeside[name] = try catalogue.sheet(name) }
    return session
  }

  /// Sheets unlike those of the catalogue: a state that is a matrix beside one that is a number, and a reader that names
  /// its outputs.
  static let typedSheets = [
    "memory": """
    title   A memory of outer products
    dims    N = 6, K = 4
    const   λ = 0.9
    input   v: N
    input   k: K
    state   M: N×K
    state   s = 1
    example v: noise 12 3
    example k: noise 12 4

    M = λ M[t-1] + v kᵀ     # memory
    r = M k                 # what is read
    s = λ s[t-1] + norm(r)  # strength
    """,
    "reader": """
    title   A reader
    dims    V = 7, H = 5
    input   x: token(V)
    param   E: H×V
    param   U: H×H
    param   W: V×H
    state   h: H
    alphabet x: "a".."e" " " "?" unknown "?"
    example x: "bad dad cab a bee"

    h = tanh(E x + U h[t-1])  # what was read
    y = W h                   # scores
    p = softmax(y)            # the next symbol
    """,
    "translator": translator,
    "lattice": lattice,
    "words": """
    title   A phrase and its parts
    dims    V = 5, D = 3
    input   x: token(V)
    input   left, right
    param   E: D×V
    param   W: D×2D
    state   p: D
    alphabet x: "the" "cat" "sat" "down" "there"
    example x: "thecatsatdownthere"
    example left: 0; 2; 6; 5
    example right: 1; 3; 4; 7

    over n in tree:
      leaf p = E x
      p = tanh(W [p[left]; p[right]])  # a part of the phrase
    """,
    "chain": chain,
    "long": """
    title   A long memory
    dims    H = 5
    input   x: H
    state   h: H
    example x: noise 5000 7

    h = 0.999 h[t-1] + x
    s = mean(h)
    """,
  ]

  /// Nodes in rows and columns, each joined with those beside and below it; one has a mass that spreads.
  private static let lattice: String = {
    let side = 8
    let rows = (0..<side * side).map { one in
      (0..<side * side).map { other in
        let (down, across) = (abs(one / side - other / side), abs(one % side - other % side))
        return down + across == 1 ? "1" : "0"
      }.joined(separator: " ")
    }
    return """
      title   Mass that spreads over a lattice
      dims    N = \(side * side), L = 6
      input   A: N×N
      state   h: N = onehot(1, N)
      example A: \(rows.joined(separator: "; "))

      over l in 1..L:
        h = 0.4 h[l-1] + 0.15 A h[l-1]  # mass
      """
  }()

  /// A tree that is as deep as it can be.
  private static let chain: String = {
    let leaves = 14
    let left = [0] + (leaves..<2 * leaves - 2).map { $0 }
    return """
      title   A chain as a tree
      input   x
      input   left, right
      state   s
      example x: sine \(leaves) 12
      example left: \(left.map(String.init).joined(separator: "; "))
      example right: \((1..<leaves).map(String.init).joined(separator: "; "))

      over n in tree:
        leaf s = x
        s = 0.7 s[left] + s[right]  # what is left of all before
      """
  }()

  /// Two sequences, and weights between them.
  private static let translator = """
    title   From one alphabet to another
    dims    V = 4, N = 3, H = 6
    input   x: token(V)
    input   y: token(N)
    param   E: H×V
    param   F: H×N
    alphabet x: "s" "a" "l" "t"
    alphabet y: "ᛋ" "ᚨ" "ᛏ"
    example x: "salat"
    example y: "ᛋᚨᛏ"

    over t in x:
      h = tanh(E x)
    over t in y:
      α = softmax((F y)ᵀ h[:])  # where it looks
      c = h[:] α                # what it finds there
    A = softmax(h[:]ᵀ h[:])     # where each letter looks
    """

  /// A session on a sheet given as text.
  static func typed(_ text: String, feed: Feed = .example) throws -> Session {
    try Session(Material(sheet: try SheetParser.parse(text, name: "typed"), weights: nil, feed: feed))
  }
}

extension Interface {
  static func on(
    _ name: String, _ width: Int = 80, _ height: Int = 24, depth: ColorDepth = .monochrome,
    glyphs: GlyphSet = .unicode
  ) throws -> Interface {
    Interface(
      try Sessions.open(name), theme: Theme(Palette(depth: depth, glyphs: glyphs)), width: width, height: height,
      sheetNames: try Sessions.catalogue.get().names)
  }

  /// Presses keys by their names, one after the other.
  @discardableResult
  mutating func press(_ names: String...) throws -> [InterfaceEffect] {
    var effects: [InterfaceEffect] = []
    for name in names { effects += handle(try #require(Key(name: name), "no key is called \(name)")) }
    return effects
  }

  /// Lets time pass until nothing waits for it.
  mutating func tickAway() { while tickInterval == 0 { _ = tick() } }

  mutating func type(_ text: String) { for character in text { _ = handle(.character(character)) } }

  /// Types a line and presses Enter.
  @discardableResult
  mutating func enter(_ line: String) -> [InterfaceEffect] {
    type(line)
    return handle(.enter)
  }

  mutating func click(_ row: Int, _ column: Int) -> [InterfaceEffect] {
    handle(.mouse(MouseEvent(.press(.left), row: row, column: column)))
  }
}
