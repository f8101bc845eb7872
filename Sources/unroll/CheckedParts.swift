// What unroll check says of the parts of a model that feeding and files decide: alphabets, origins, starting values.

import Debugger
import Equations
import Formats

extension Model {
  /// Those of token inputs, and of quantities whose numbers stand for symbols.
  var alphabets: [(name: String, alphabet: Alphabet)] {
    let fed = inputs.compactMap { input -> (name: String, alphabet: Alphabet)? in
      guard case .token(let alphabet?) = input.kind else { return nil }
      return (input.name, alphabet)
    }
    return fed + quantities.compactMap { quantity in quantity.alphabet.map { (quantity.name, $0) } }
  }

  var states: [Quantity] { quantities.filter(\.isState) }

  /// What a state starts from, as the sheet says it; 0 where it says nothing.
  func start(of state: Quantity) -> String { state.initial?.spelled(in: self) ?? "0" }
}

extension Alphabet {
  private static let mostSymbols = 12

  /// The first symbols, how many there are, and those that stand for something.
  var described: String {
    let first = symbols.prefix(Self.mostSymbols).map { "\"\($0)\"" }.joined(separator: " ")
    var parts = ["\(symbols.count) symbols: \(first)" + (symbols.count > Self.mostSymbols ? " …" : "")]
    for (word, place) in [("unknown", unknown), ("start", start), ("end", end)] {
      if let place { parts.append("\(word) \"\(symbols[place])\"") }
    }
    if let fill { parts.append("fill \"\(symbols[fill.symbol])\" \(fill.length)") }
    return parts.joined(separator: ", ")
  }
}

extension ParameterOrigin {
  /// `enc_w_ih, rows 1 to 256 of 768`, for a tensor with so many rows.
  func described(rows: Int) -> String {
    let whole = Origin(tensor: tensor, row: row, isTransposed: isTransposed).spelled
    return rows == totalRows ? whole : "\(whole), rows \(firstRow + 1) to \(firstRow + rows) of \(totalRows)"
  }

  /// The same for programs, rows counted from 1.
  func json(rows: Int) -> JSON {
    .object([
      .init("tensor", .string(tensor)), .init("row", row.map { .integer($0) } ?? .null),
      .init("transposed", .bool(isTransposed)), .init("firstRow", .integer(firstRow + 1)),
      .init("lastRow", .integer(firstRow + rows)),
    ])
  }
}
