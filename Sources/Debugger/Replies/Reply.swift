// What a command says and what it asks for: data, written as text or JSON by whoever shows it.

package import Equations
package import Evaluation

/// The answer of one command.
package struct Reply: Sendable {
  package var reports: [Report]
  package var effects: [Effect]

  package init(_ reports: [Report] = [], effects: [Effect] = []) {
    self.reports = reports
    self.effects = effects
  }

  package static let silent = Reply()
}

/// One thing that is said.
package enum Report: Sendable {
  case text(String)
  case value(ShownValue)
  case series(ShownSeries)
  case position(ShownPosition)
  case explanation(Explanation)
  case uses(UsesReport)
  case decay(DecayReport)
  case ledger(LedgerReport)
  case lengths(LengthsReport)
  case triangle(TriangleReport)
  case growth(GrowthReport)
  case table(LengthTable)
  case clipping(ClippingReport)
  case comparison(ComparisonReport)
  case beam(BeamReport)
  case beamStep(BeamStepReport)
  case lesson(LessonReport)
}

/// What `unroll` must do that this layer cannot: it touches no files.
package enum Effect: Sendable, Equatable {
  case quit
  /// Bring back the session that was cut off last, or let go of it.
  case restore, forget
  /// Open another sheet, by path or name.
  case open(String)
  /// Read weights from a file into the open model.
  case loadWeights(String)
  case loadInputs(String)
  /// Put sheets at hand, and then do the line that needs them.
  case bring([String], then: String)
  /// Run the commands of a file.
  case source(String)
  /// Write something to a file.
  case export(Exported, path: String)
  /// Set runs side by side, some of them of other sheets.
  case compare(ComparisonRequest)
  case train(TrainingRequest)
  /// End the training that runs, and keep what did best.
  case stopTraining
  /// See how far the gradients of models reach back, some of them of other sheets.
  case race(RaceRequest)
  /// List the lessons, begin one, or go on with it.
  case lesson(LessonMove)
}

/// A printed value.
package struct ShownValue: Sendable {
  package var name: String
  /// From 1; nil where the value has no step.
  package var step: Int?
  package var shape: Shape
  package var numbers: [Float]
  /// The number of the first row or entry, and of the first column: those of a slice go on from there.
  package var first = (row: 1, column: 1)
  package var format = NumberFormat.short

  package init(name: String, step: Int?, shape: Shape, numbers: [Float]) {
    self.name = name
    self.step = step
    self.shape = shape
    self.numbers = numbers
  }
}

/// A value at each of some steps.
package struct ShownSeries: Sendable {
  package var name: String
  package var rows: [Row]

  package struct Row: Sendable {
    package var symbol: String?
    /// With its step.
    package var value: ShownValue
  }
}

/// Where stepping has come to.
package struct ShownPosition: Sendable {
  /// Which way over the steps this is.
  package enum Pass: Sendable, Equatable {
    /// Before and beside all steps.
    case once
    /// The scan by its number, from 1.
    case scan(Int, of: Int, isBackward: Bool)
  }

  /// What a step is.
  package enum Kind: Sendable, Equatable {
    case step
    /// A leaf of a tree, or an inner node of it; the last of these is the root.
    case leaf, node
  }

  package var kind = Kind.step
  package var step: Int
  package var steps: Int
  package var equation: Int
  package var equations: Int
  package var pass: Pass
  package var text: String
  package var caption: String?
  package var symbol: String?
  package var value: ShownValue?
}
