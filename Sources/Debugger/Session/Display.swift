// Expressions that are printed after every stop.

/// One of them; its text is worked out anew each time, for the model may have changed.
package struct Display: Sendable, Equatable {
  package var number: Int
  package var text: String
}
