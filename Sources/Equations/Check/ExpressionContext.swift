// What an expression may speak of, and what is known of it.

struct ExpressionContext {
  var scope: Scope
  var names: Names
  /// What can be walked over, by number.
  var walks: [Walk]
  /// Whether `h@7` may be written: at the prompt it may.
  var allowsAddresses = false
  /// The shape of what is read, and where that stands; nil if it is not known, which is told elsewhere.
  var shape: (Read, SourceRange) -> Shape?
  /// What an index calls the step at which a name is read; nil if nothing goes from step to step there.
  var variable: (String) -> String?
  /// The number of a series of parameters; nil if it cannot be had.
  var series: (Series) -> Int?
  /// Why an entity is the same at every step; nil if it is not.
  var whyWithoutSteps: (Entity) -> String?
  /// Where an entity is declared.
  var note: (Entity) -> Diagnostic.Note?
}
