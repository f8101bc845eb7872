// Signals made of few atoms, and the sparse code of each: what solvers find in many steps and a network may learn to find in few.

internal import Chance

extension LearningTask {
  /// A signal is a sum of a few columns of one dictionary B, the same for all signals, and a little noise; the answer is the
  /// code s that makes ‖B s - x‖² / 2 + λ Σ |s| least, for λ = 0.5.
  ///
  /// Gregor and LeCun 2010, Learning fast approximations of sparse coding, ICML 27.
  ///
  /// - `lengths`: atoms of a signal.
  package static func codes(lengths: ClosedRange<Int> = 1...3) -> LearningTask {
    let dictionary = AtomDictionary()
    let most = min(lengths.upperBound, AtomDictionary.atoms)
    let matrix = Sample.Values.once(
      dictionary.rows, rows: .init(AtomDictionary.entries), columns: .init(AtomDictionary.atoms))
    return LearningTask(
      name: "codes", summary: "a signal made of few atoms: which are they, and how much of each?",
      seen: .once(rows: AtomDictionary.entries, columns: 1),
      companions: [
        Companion(
          summary: "the dictionary, an atom a column",
          port: .once(rows: AtomDictionary.entries, columns: AtomDictionary.atoms))
      ],
      target: .once(rows: AtomDictionary.atoms, columns: 1), counted: "the end",
      lengths: min(lengths.lowerBound, most)...most, metric: .halfSquaredDistance, threshold: 0.1
    ) { numbers, length, _ in
      var signal = (0..<AtomDictionary.entries).map { _ in 0.05 * numbers.normal() }
      for _ in 0..<length {
        let height = (1 + 2 * numbers.unit()) * (numbers.index(below: 2) == 0 ? 1 : -1)
        dictionary.add(height, of: numbers.index(below: AtomDictionary.atoms), to: &signal)
      }
      return Sample(
        seen: .once(signal, rows: .init(AtomDictionary.entries), columns: .init(1)), others: [matrix],
        target: .once(dictionary.code(of: signal, λ: 0.5), rows: .init(AtomDictionary.atoms), columns: .init(1)),
        counts: [true])
    }
  }
}

/// Ten atoms of five entries, of length 1 each.
private struct AtomDictionary {
  static let entries = 5
  static let atoms = 10

  private var columns: [[Double]]

  init() {
    var numbers = SeededNumbers(seed: 1, name: "codes/dictionary")
    columns = (0..<Self.atoms).map { _ in
      let atom = (0..<Self.entries).map { _ in numbers.normal() }
      let length = atom.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return atom.map { $0 / length }
    }
  }

  /// The matrix, row after row.
  var rows: [Double] { (0..<Self.entries).flatMap { row in columns.map { $0[row] } } }

  func add(_ height: Double, of atom: Int, to signal: inout [Double]) {
    for (place, entry) in columns[atom].enumerated() { signal[place] += height * entry }
  }

  /// By coordinate descent: one entry after another is set to what is best beside the others (Friedman, Hastie and
  /// Tibshirani 2010, Journal of Statistical Software 33(1)), until none moves.
  func code(of signal: [Double], λ: Double) -> [Double] {
    var code = [Double](repeating: 0, count: Self.atoms)
    var rest = signal
    for _ in 0..<1000 {
      var moved = 0.0
      for atom in 0..<Self.atoms {
        let wish = zip(columns[atom], rest).reduce(code[atom]) { $0 + $1.0 * $1.1 }
        let next = wish > λ ? wish - λ : wish < -λ ? wish + λ : 0
        moved = max(moved, abs(next - code[atom]))
        add(code[atom] - next, of: atom, to: &rest)
        code[atom] = next
      }
      if moved < 1e-9 { break }
    }
    return code
  }
}
