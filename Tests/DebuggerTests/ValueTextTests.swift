// Numbers in few digits.

import Debugger
import Testing

@Suite struct ValueTextTests {
  @Test(arguments: [
    ("0.83", "0.83"), ("123456", "123456"), ("12345678", "1.235e7"), ("-0.00001234", "-1.234e-5"),
    ("1.7e308", "1.7e308"), ("2.5e-308", "2.5e-308"), ("5e-324", "4.941e-324"), ("-1e-320", "-1e-320"),
    ("1e-200", "1e-200"), ("9.9999e-250", "1e-249"), ("inf", "∞"), ("0", "0"),
  ])
  func `a number is written in four digits, however large or small it is`(number: String, text: String) throws {
    #expect(ValueText.significant(try #require(Double(number)), digits: 4) == text)
  }

  @Test(arguments: [
    ("5e-324", "4.94e-324"), ("1.7e308", "1.70e308"), ("0", "0.00e0"), ("-2.5e-310", "-2.50e-310"), ("nan", "NaN"),
  ])
  func `as a power of ten it keeps its zeros`(number: String, text: String) throws {
    #expect(ValueText.exponential(try #require(Double(number)), digits: 3) == text)
  }
}
