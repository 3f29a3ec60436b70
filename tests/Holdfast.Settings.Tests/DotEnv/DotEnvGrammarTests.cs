namespace Holdfast.Settings.Tests.DotEnv;

public class DotEnvGrammarTests
{
    public static TheoryData<string, string> HardLines => new()
    {
        { "A=b", "b" },
        { "A=", "" },
        { "A=   ", "" },
        { "A = b ", "b" },
        { "  A=b", "b" },
        { "\tA\t=\tb\t", "b" },
        { "export A=b", "b" },
        { "export\tA=b", "b" },
        { "  export   A = b", "b" },
        // Nothing is expanded.
        { "A=pa$$word", "pa$$word" },
        { "A=$HOME", "$HOME" },
        { "A=${HOME}", "${HOME}" },
        { "A=${HOME:-x}", "${HOME:-x}" },
        { "A=$(id)", "$(id)" },
        { "A=`id`", "`id`" },
        { "A=\"pa$$word\"", "pa$$word" },
        { "A=\"${HOME}\"", "${HOME}" },
        { "A='${HOME}'", "${HOME}" },
        { "A=~/x", "~/x" },
        { "A=%PATH%", "%PATH%" },
        // Comments.
        { "A=b # c", "b" },
        { "A=b\t# c", "b" },
        { "A=b#c", "b#c" },
        { "A=b#c # d", "b#c" },
        { "A=#c", "#c" },
        { "A= #c", "" },
        { "A=  # c", "" },
        { "A='b # c' # d", "b # c" },
        { "A=\"b # c\" # d", "b # c" },
        { "A=\"b\"# d", "b" },
        { "A='b'#d", "b" },
        { "A=b #", "b" },
        // Equals signs, quotes and backslashes inside bare values.
        { "A=b=c==", "b=c==" },
        { "A==", "=" },
        { "A=b'c", "b'c" },
        { "A=b\"c\"", "b\"c\"" },
        { "A=it's", "it's" },
        { "A=C:\\new\\table", "C:\\new\\table" },
        { "A=a\\nb", "a\\nb" },
        { "A=b c  d", "b c  d" },
        { "A=\\", "\\" },
        // Single quotes: every character stands for itself.
        { "A='b'", "b" },
        { "A=''", "" },
        { "A='  b  '", "  b  " },
        { "A='a\\nb'", "a\\nb" },
        { "A='say \"b\"'", "say \"b\"" },
        { "A='\\'", "\\" },
        // Double quotes: escapes.
        { "A=\"b\"", "b" },
        { "A=\"\"", "" },
        { "A=\"  b  \"", "  b  " },
        { "A=\"a\\nb\"", "a\nb" },
        { "A=\"a\\r\\n\\tb\"", "a\r\n\tb" },
        { "A=\"say \\\"b\\\"\"", "say \"b\"" },
        { "A=\"a\\\\nb\"", "a\\nb" },
        { "A=\"\\$b\"", "$b" },
        { "A=\"\\\\\"", "\\" },
        { "A=\"C:\\dir\\x\"", "C:\\dir\\x" },
        { "A=\"it's\"", "it's" },
        { "A=\"\\u0041\"", "\\u0041" },
        // Several lines.
        { "A=\"b\nc\"", "b\nc" },
        { "A=\"b\r\nc\r\n\"", "b\nc\n" },
        { "A=\"b\rc\"", "b\nc" },
        { "A=\"\n# no comment\nX=1\n\"", "\n# no comment\nX=1\n" },
        { "A=\"b\\\nc\"", "b\\\nc" },
        // Text of any language.
        { "A=grüße 日本 🎉", "grüße 日本 🎉" },
        { "A=\u00A0b", "\u00A0b" },
        // Later wins.
        { "A=b\nA=c", "c" },
        // Line ends.
        { "A=b\r\n", "b" },
        { "A=b\r", "b" },
        { "#x\r\nA=b\r\n\r\n", "b" },
        { "\uFEFFA=b", "b" },
        { "\uFEFF# c\nA=b", "b" },
    };

    [Theory]
    [MemberData(nameof(HardLines))]
    public void A_hard_line_means_exactly_this(string text, string value)
    {
        var document = DotEnvDocument.Parse(text);

        document.Problems.ShouldBeEmpty();
        document.Find("A").ShouldNotBeNull().Value.ShouldBe(value);
        document.ToString().ShouldBe(text);
    }

    public static TheoryData<string, int, string> BrokenLines => new()
    {
        { "hunter2", 1, "no '='" },
        { "export A", 1, "no '='" },
        { "export", 1, "no '='" },
        { "A: b", 1, "no '='" },
        { "A b=c", 1, "no '='" },
        { "=b", 1, "does not begin with a name" },
        { "1A=b", 1, "does not begin with a name" },
        { "\n\n$A=b", 3, "does not begin with a name" },
        { "'A'=b", 1, "does not begin with a name" },
        { "\"A\"=b", 1, "does not begin with a name" },
        { "{ \"a\": 1 }", 1, "does not begin with a name" },
        { "X=1\nA='b", 2, "single quote is not closed" },
        { "A='b\nc'", 1, "single quote is not closed" },
        { "A=\"b", 1, "never closed" },
        { "X=1\r\nY=2\r\nA=\"b\\\"", 3, "never closed" },
        { "A=\"b\"c", 1, "follows the closing quote" },
        { "A='b'c", 1, "follows the closing quote" },
        { "A='it's'", 1, "follows the closing quote" },
        { "A=\"b\" \"c\"", 1, "follows the closing quote" },
        { "A=\"b\nB=\"c\"", 1, "closed only on line 2" },
    };

    [Theory]
    [MemberData(nameof(BrokenLines))]
    public void A_broken_line_is_a_problem_with_its_number(string text, int line, string message)
    {
        var document = DotEnvDocument.Parse(text);

        var problem = document.Problems[0];
        problem.Line.ShouldBe(line);
        problem.Message.ShouldContain(message);
        document.Find("A").ShouldBeNull();
        document.ToString().ShouldBe(text);
    }

    [Fact]
    public void A_broken_line_does_not_hide_the_lines_around_it()
    {
        var document = DotEnvDocument.Parse("A=1\nB=\"open\nC=3\nD=\"4\"\nE=5\n");

        document.Problems.Count.ShouldBe(1);
        document.Assignments.Select(line => $"{line.Line}{line.Name}{line.Value}").ShouldBe(["1A1", "3C3", "4D4", "5E5"]);
    }

    [Fact]
    public void Nothing_of_a_broken_line_is_in_its_message()
    {
        var document = DotEnvDocument.Parse("hunter2\nA='hunter2\nB=\"hunter2\"hunter2\nhunter2 = x y\n=hunter2\nC=\"hunter2");

        document.Problems.Count.ShouldBe(5);
        document.Problems.ShouldAllBe(problem => !problem.Message.Contains("hunter2"));
    }

    [Fact]
    public void Lines_are_counted_through_values_of_several_lines()
    {
        var document = DotEnvDocument.Parse("A=\"1\r\n2\r\n3\"\r\nB=\"x\ry\"\nC=4\n");

        document.Assignments.Select(line => (line.Name, line.Line)).ShouldBe([("A", 1), ("B", 4), ("C", 6)]);
    }

    [Fact]
    public void A_variable_may_be_called_export()
    {
        DotEnvDocument.Parse("export=1\n").Find("export").ShouldNotBeNull().Value.ShouldBe("1");
        DotEnvDocument.Parse("export = 1\n").Find("export").ShouldNotBeNull().Value.ShouldBe("1");
        DotEnvDocument.Parse("exported=1\n").Find("exported").ShouldNotBeNull().Value.ShouldBe("1");
    }

    [Fact]
    public void The_place_of_a_written_value_is_known_so_that_it_alone_can_be_rewritten()
    {
        const string text = "\uFEFF# head\r\nexport  A = \"b\\n\r\nc\"  # why\r\n\r\nB=x # y\r\nC='z'\nD=";
        var document = DotEnvDocument.Parse(text);

        document.Assignments.Select(line => line.WrittenValue).ShouldBe(["\"b\\n\r\nc\"", "x", "'z'", ""]);
        document.Assignments.Select(line => line.Quoting).ShouldBe([DotEnvQuoting.Double, DotEnvQuoting.None, DotEnvQuoting.Single, DotEnvQuoting.None]);
        var a = document.Find("A")!;
        a.Raw.Remove(a.ValueStart, a.ValueLength).Insert(a.ValueStart, "new").ShouldBe("export  A = new  # why\r\n");
    }

    [Fact]
    public void Random_text_is_read_without_an_exception_and_given_back_as_it_was()
    {
        const string alphabet = "AB=='\"\"\\\\\n\r\t #$ex port\uFEFF\u0001é";
        var random = new Random(20261121);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)]));

            var document = DotEnvDocument.Parse(text);

            document.ToString().ShouldBe(text);
            document.Assignments.All(line => line.Raw.Contains(line.WrittenValue)).ShouldBeTrue(text);
        }
    }

    [Fact]
    public void A_file_full_of_open_quotes_is_read_in_one_go()
    {
        var text = string.Concat(Enumerable.Repeat("A=\"\\\"\n", 100_000));

        DotEnvDocument.Parse(text).ToString().Length.ShouldBe(text.Length);
    }
}
