"""Tools as applications offer them, and requests that need one. The second list of names and of requests is drawn for evaluate.py only."""
import json

from results import Results
from words import COLOURS, DAYS, cap

NO_TOOL = "I have no tool for that."

# topic: (names, unseen names, descriptions, parameters (name or names, kind), requests, unseen requests); {0} is the value of the first parameter
KNOWN = {
    "weather": (
        "get_weather get_weather get_weather GetWeather getWeather Weather_get_weather WeatherPlugin_GetWeather Weather-GetWeather weather current_weather", "fetch_weather CityWeather weather_lookup",
        ("Gets the weather of a city", "Get the current weather", "Gets the current weather for a location"), (("city city location place", "city"),),
        ("What is the weather in {0}?", "How is the weather in {0} today?", "weather in {0}?", "Is it raining in {0}?", "What's the weather like in {0}?", "Will it rain in {0}?", "Is it sunny in {0}?", "Tell me the weather in {0}.", "Check the weather in {0}.", "What is the weather like in {0} right now?",
         "Do I need an umbrella in {0}?", "How warm is it in {0}?", "Is it cold in {0} today?", "Show me the weather of {0}.", "I need the weather in {0}.", "{0} weather"),
        ("Get me the weather for {0}.", "How's the weather over in {0}?", "What is today's weather in {0}?", "Is it windy in {0}?", "Weather report for {0}?", "How cold is it in {0}?", "Look up the weather in {0}.", "Does it rain in {0}?")),
    "forecast": (
        "get_forecast GetForecast forecast Weather_forecast", "fetch_forecast ForecastPlugin_Get", ("Gets the forecast of a city for some days", "Get the weather forecast"), (("city location", "city"), ("days count", "small")),
        ("What is the forecast for {0} for {1} days?", "Give me the {1} day forecast for {0}.", "Forecast for {0}, {1} days", "Show the forecast of {0} for the next {1} days."), ("I need a forecast for {0} for {1} days.", "What does the {1} day forecast for {0} say?")),
    "time": (
        "get_time get_time GetTime get_current_time Time_get_time TimePlugin_GetTime local_time", "fetch_time CityTime clock_time", ("Gets the local time", "Get the current time in a city", "Gets the time of a city"), (("city zone location", "city"),),
        ("What time is it in {0}?", "Tell me the time in {0}.", "time in {0}?", "How late is it in {0}?", "What's the time in {0}?", "What is the local time in {0}?", "Which time do they have in {0}?", "I need the time in {0}."), ("What is the time now in {0}?", "Get the time for {0}.", "What time do they have in {0}?", "Show me the time in {0}.")),
    "search": (
        "search_docs search SearchNotes search_notes Docs_search find_notes", "query_docs LookUp search_articles", ("Searches the documentation", "Search for a text", "Searches the notes for a text"), (("query query text q", "text"),),
        ("Search the docs for {0}.", "Find {0} in the documentation.", "Search for {0}", "Look up {0}.", "Search notes: {0}", "Search the notes for {0}.", "What do the docs say about {0}?", "Is there a note about {0}?", "Find notes about {0}."),
        ("Search everything for {0}.", "Find something about {0} in the notes.", "Run a search for {0}.", "Search the documentation: {0}")),
    "message": (
        "send_message SendMessage Mail_send_message send_mail", "post_message MessengerPlugin_Send", ("Sends a message to a person",), (("to to recipient", "name"), ("text text body", "text")),
        ("Send {0} the message {1}.", "Tell {0}: {1}", 'Write "{1}" to {0}.', "Send a message to {0}: {1}", 'Send "{1}" to {0}.', "Message {0}: {1}", "Write to {0}: {1}"), ("Send to {0}: {1}", 'Please message {0} "{1}".', "Let {0} know: {1}")),
    "light": (
        "set_light SetLight Lights_set_light change_state switch_light", "control_light LampPlugin_Set", ("Turns a light on or off", "Switches the light of a room"), (("room room place", "room"), ("on on state", "switch")),
        ("Turn {1} the light in the {0}.", "Lights {1} in the {0}, please.", "Switch the {0} light {1}.", "Turn the {0} light {1}.", "Turn the light in the {0} {1}.", "Switch {1} the lamp in the {0}.", "Light {1} in the {0}"), ("Switch the light in the {0} {1}.", "I want the {0} light {1}.", "Make the {0} light go {1}.")),
    "music": (
        "play_music PlayMusic Music_play", "start_music RadioPlugin_Play", ("Plays music of a genre", "Plays some music"), (("genre genre style", "genre"),),
        ("Play some {0}.", "I want to hear {0} music.", "Put on {0}.", "Play {0} music.", "Let me hear some {0}.", "Can you play {0}?"), ("Put on some {0} music.", "Start playing {0}.", "I would like to listen to {0}.")),
    "add": (
        "add add calculate_sum Math_Add Calculator_add sum", "add_numbers SumPlugin_Sum", ("Adds two numbers", "Calculates a sum"), (("a a x first", "number"), ("b b y second", "number")),
        ("Calculate {0} + {1}.", "What is the sum of {0} and {1}?", "Add {0} and {1} with the calculator.", "Use the calculator: {0} + {1}", "Sum up {0} and {1}.", "Calculate the sum of {0} and {1}."), ("Calculate {0} plus {1}.", "Give me the sum of {0} and {1}.", "With the calculator, add {0} and {1}.")),
    "multiply": (
        "multiply Multiply Math_Multiply", "times_numbers ProductPlugin_Get", ("Multiplies two numbers",), (("a x", "number"), ("b y", "number")),
        ("Calculate {0} * {1}.", "What is {0} times {1}?", "Multiply {0} by {1}.", "Multiply {0} and {1}.", "What is the product of {0} and {1}?"), ("Calculate {0} times {1}.", "Give me the product of {0} and {1}.")),
    "book": (
        "book_table BookTable Booking_book_table reserve_table", "make_reservation TablePlugin_Book", ("Books a table in a restaurant",), (("people guests", "small"), ("city", "city"), ("day", "day")),
        ("Book a table for {0} in {1} on {2}.", "Reserve for {0} people on {2} in {1}.", "I need a table in {1} for {0} on {2}.", "Book a table in {1} on {2} for {0} people.", "Reserve a table for {0} in {1} for {2}."), ("I want a table for {0} in {1} on {2}.", "Table for {0} on {2} in {1}, please.")),
    "timer": (
        "set_timer SetTimer Clock_set_timer start_timer", "begin_timer TimerPlugin_Start", ("Starts a timer",), (("minutes", "minutes"),),
        ("Set a timer for {0} minutes.", "Wake me in {0} minutes.", "Start a {0} minute timer.", "Timer for {0} minutes", "Remind me in {0} minutes.", "Set the timer to {0} minutes."), ("I need a timer for {0} minutes.", "Start a timer of {0} minutes.", "Wake me up in {0} minutes.")),
    "convert": (
        "convert_currency ConvertCurrency Money_convert", "exchange_money CurrencyPlugin_Convert", ("Converts an amount between currencies",), (("amount value", "number"), ("from source", "currency"), ("to target", "currency")),
        ("Convert {0} {1} to {2}.", "How much is {0} {1} in {2}?", "What are {0} {1} in {2}?", "Change {0} {1} into {2}.", "{0} {1} in {2}?"), ("Exchange {0} {1} for {2}.", "How many {2} are {0} {1}?")),
    "order": (
        "get_order order_status GetOrderStatus Shop_get_order", "find_order OrderPlugin_Status", ("Gets the status of an order",), (("id order_id", "code"),),
        ("Where is my order {0}?", "What is the status of order {0}?", "Check order {0}.", "Track the order {0}.", "Has order {0} been sent?"), ("Where is order {0} now?", "Is my order {0} on its way?")),
    "route": (
        "get_route GetRoute Maps_route find_connection", "plan_route TravelPlugin_Route", ("Finds the way from one city to another",), (("from start", "city"), ("to end", "city")),
        ("How do I get from {0} to {1}?", "Show me the way from {0} to {1}.", "Find a train from {0} to {1}.", "Route from {0} to {1}", "How far is it from {0} to {1}?"), ("I want to go from {0} to {1}.", "Give me the route from {0} to {1}.")),
    "file": (
        "read_file ReadFile Files_read open_file", "load_file FilePlugin_Read", ("Reads a file",), (("path name file", "file"),), ("Read the file {0}.", "What is in {0}?", "Open {0}.", "Show me the file {0}.", "What does {0} say?"), ("Show the content of {0}.", "Give me the file {0}.")),
    "heating": (
        "set_temperature SetTemperature Heating_set", "adjust_heating ThermostatPlugin_Set", ("Sets the temperature of a room",), (("room", "room"), ("degrees value", "small")),
        ("Set the {0} to {1} degrees.", "Heat the {0} to {1} degrees.", "Make it {1} degrees in the {0}.", "Set the temperature in the {0} to {1}."), ("I want {1} degrees in the {0}.", "Warm the {0} up to {1} degrees.")),
    "remind": (
        "add_reminder AddReminder Calendar_remind create_event", "new_reminder ReminderPlugin_Add", ("Adds a reminder",), (("text title", "text"), ("day", "day")),
        ("Remind me on {1}: {0}", "Add a reminder for {1}: {0}", "Put {0} into my calendar on {1}.", "On {1} remind me of {0}."), ("Make a reminder for {1}: {0}", "Remind me of {0} on {1}.")),
    "news": (
        "get_news GetNews News_latest", "fetch_news NewsPlugin_Get", ("Gets the latest news",), (("topic", "word"),), ("What is the latest news about {0}?", "Any news about {0}?", "News on {0}", "Show me the news about {0}."), ("Is there any news about {0}?", "Get the latest news on {0}.")),
    # without parameters
    "status": ("get_status GetStatus System_get_status", "check_status StatusPlugin_Get", ("Gets the status of the system",), (), ("What is the status?", "How is the system?", "Check the status.", "Is the system running?", "Show me the status."), ("Give me the status.", "How is the status of the system?")),
    "date": ("get_date GetDate Clock_GetDate today", "current_date DatePlugin_Today", ("Gets the date of today",), (), ("What is the date?", "Which date is today?", "What day is it today?", "Tell me the date.", "What is today's date?"), ("Give me the date.", "What is the date today?")),
    "now": ("get_now GetCurrentTime Time_Now get_current_time", "current_time NowPlugin_Time", ("Gets the current time",), (), ("What time is it?", "What time is it now?", "How late is it?", "Tell me the time.", "What's the time?"), ("Give me the time.", "What is the time now?")),
    "files": ("list_files ListFiles Files_list", "all_files FolderPlugin_List", ("Lists the files",), (), ("Which files are there?", "List the files.", "Show me all files.", "What files do I have?"), ("List all files.", "Show the files.")),
    "here": ("get_weather GetWeather Weather_GetWeather", "current_conditions OutsidePlugin_Weather", ("Gets the current weather",), (), ("How is the weather?", "What is the weather?", "What's the weather like today?", "Is it raining?", "Do I need an umbrella?", "How's the weather today?"), ("Tell me the weather.", "What is the weather today?")),
    "lamps": ("get_lights Lights_get_lights GetLights", "all_lights LampPlugin_List", ("Gets a list of lights and their current state",), (), ("Which lights are on?", "Show me the lights.", "List all lights.", "Are the lights on?"), ("List the lights.", "Show all lights.")),
}
SAME = {"here": "weather", "forecast": "weather", "now": "time", "lamps": "light", "files": "file", "multiply": "add", "remind": "timer", "date": "time"}  # topics too close to decline one and offer the other
CURRENCIES = "euros dollars pounds yen francs crowns EUR USD GBP JPY CHF SEK".split()
ATTRIBUTES = """population height size weight price owner address number colour age length speed temperature score rating balance status version author title level rank phone mayor manager
depth width value cost stock location email salary budget deadline""".split()
UNSEEN_ATTRIBUTES = "altitude discount duration anthem director density mileage nickname postcode revenue warranty".split()
VERBS = "get set find open close start stop read delete check update list create remove move copy lock unlock print save rename restart archive order cancel".split()
UNSEEN_VERBS = "inspect publish refresh export enable measure repair upload".split()
QUESTION_STARTS, UNSEEN_QUESTION_STARTS = ["Tell me: ", "Quick question: ", "Hey, ", "Hi! ", "I want to know: ", "Please tell me: ", "hello, "], ["One more thing: ", "Listen: ", "Question: ", "Good morning! "]
COMMAND_STARTS, UNSEEN_COMMAND_STARTS = ["Please ", "please ", "Can you ", "Could you ", "Could you please ", "Hey, ", "Now ", "I want you to "], ["Would you ", "Kindly ", "I need you to ", "Then "]
ENDS, UNSEEN_ENDS = [" please", ", please", " now", ". Thanks", " for me", ". Thank you"], [" if you can", " right away", ". Cheers"]
QUESTION_WORDS = set("what how is will do does which where has are any who".split())
COMMANDS = set(VERBS + UNSEEN_VERBS + "tell show calculate search look send write switch turn lights play put add use sum multiply book reserve wake timer convert change track heat make remind give run message let start exchange warm".split())


class Tools(Results):
    def tools(self, long=False):
        """Tools are offered: a request needs one, its result is told, and often the next request follows."""
        pool = self.pool()
        schemas = [t["schema"] for t in pool]
        if self.r.random() < .12:
            return self.small_talk(pool), schemas
        if self.r.random() < .09:
            return self.declined(pool), schemas
        messages = []
        for _ in range(self.r.randint(3, 10) if long else self.r.choices([1, 2, 3], [.7, .22, .08])[0]):
            if self.r.random() < .1:
                messages += self.small_talk(pool)
            if self.r.random() < .03:
                messages += self.declined(pool)
            calls, question = self.request(pool)
            steps = [calls]
            if len(calls) == 1 and self.r.random() < .05:
                others, second = self.request(pool, one=True)
                question, steps = f"{question} {self.pick('Then', 'After that', 'And then')}: {second}", [calls, others]
            messages.append(msg("user", question))
            if self.r.random() < .12:
                return messages + [call(*calls)], schemas
            results = []
            for step in steps:
                several = len(steps) > 1 or len(step) > 1
                told = [(x, None) for x in (self.fragment(short=True) for _ in step)] if several else [self.result()]
                messages += [call(*step)] + [msg("tool", raw) for raw, _ in told]
                results += told
            messages.append(msg("assistant", results[0][1] if len(results) == 1 else self.joined([raw for raw, _ in results])))
        return messages, schemas if self.r.random() > .06 else []

    def declined(self, pool=()):
        """A request for a tool that is not offered."""
        near = {SAME.get(t["topic"], t["topic"]) for t in pool}
        while SAME.get((tool := self.any_tool())["topic"], tool["topic"]) in near:
            pass
        return [msg("user", self.request([tool])[1]), msg("assistant", NO_TOOL)]

    def pool(self):
        pool = {}
        for _ in range(self.r.choices([1, 2, 3, 4, 6], [.25, .25, .25, .2, .05])[0]):
            tool = self.any_tool()
            pool.setdefault(tool["schema"]["function"]["name"], tool)
        topics = {}
        for tool in pool.values():
            topics.setdefault({"here": "weather", "now": "time"}.get(tool["topic"], tool["topic"]), tool)
        return list(topics.values())

    def any_tool(self):
        return self.known(self.r.choice(list(KNOWN))) if self.r.random() < .5 else self.invented()

    def request(self, pool, one=False):
        """Returns ([(name, arguments), …], the question)."""
        tool = self.r.choice(pool)
        name = tool["schema"]["function"]["name"]
        if tool["topic"] == "weather" and not one and len(tool["schema"]["function"]["parameters"]["properties"]) == 1 and self.r.random() < .2:
            key, a, b = next(iter(tool["schema"]["function"]["parameters"]["properties"])), self.city(), self.city()
            return [(name, {key: a}), (name, {key: b})], self.pick(f"What is the weather in {a} and {b}?", f"Compare the weather in {a} and in {b}.", f"How is the weather in {a} and in {b}?")
        arguments, question = tool["ask"]()
        return [(name, arguments)], self.styled_request(question)

    def styled_request(self, question):
        """The same request, as different people write it."""
        first = question.split()[0].lower().split("'")[0]
        asks, commands = first in QUESTION_WORDS, first in COMMANDS  # others begin with a value or with "I": they keep their first letter
        if (asks or commands) and self.r.random() < .35:
            starts = (UNSEEN_QUESTION_STARTS if asks else UNSEEN_COMMAND_STARTS) if self.unseen else (QUESTION_STARTS if asks else COMMAND_STARTS)
            question = self.r.choice(starts) + question[:1].lower() + question[1:]
        if self.r.random() < .2:
            end = self.r.choice(UNSEEN_ENDS if self.unseen else ENDS)
            question = question + end[1:] + "." if end[0] == "." else question.rstrip(".?") + end + question[len(question.rstrip(".?")):]
        if self.r.random() < .12:
            question = question.rstrip(".?")
        if (asks or commands) and self.r.random() < .1:
            question = question[:1].lower() + question[1:]
        return question

    def known(self, topic):
        names, unseen_names, descriptions, parameters, asks, unseen_asks = KNOWN[topic]
        kinds, properties = [], {}
        for keys, kind in parameters:
            key = self.r.choice(keys.split())
            kinds.append((key, kind))
            properties[key] = {"type": {"small": "integer", "minutes": "integer", "number": "integer", "switch": "boolean"}.get(kind, "string")}
        if topic == "weather":
            properties[kinds[0][0]]["description"] = "The city"
            unit = self.r.random() < .2
            if unit:
                properties["unit"] = {"type": "string", "enum": ["celsius", "fahrenheit"]}

        def ask():
            values = [self.value(kind) for _, kind in kinds]
            question = self.r.choice(unseen_asks if self.unseen else asks).format(*(said for _, said in values))
            arguments = {key: value for (key, _), (value, _) in zip(kinds, values)}
            if "unit" in properties and self.r.random() < .6:
                arguments["unit"] = self.pick("celsius", "fahrenheit")
                question = question.rstrip("?.") + f" in {arguments['unit']}?"
            return arguments, question
        return self.tool(topic, self.r.choice((unseen_names if self.unseen and self.r.random() < .6 else names).split()), self.pick(*descriptions, *descriptions, ""), properties, [key for key, _ in kinds], ask)

    def value(self, kind):
        """Returns (the argument, how a request says it)."""
        if kind == "switch":
            on = self.r.random() < .5
            return on, "on" if on else "off"
        value = {
            "city": self.city, "name": self.name, "word": self.any_word, "text": lambda: " ".join(self.any_word() for _ in range(self.r.randint(1, 3))), "code": self.code, "day": lambda: self.r.choice(DAYS),
            "room": lambda: self.pick("kitchen", "bedroom", "garage", "hall", "office", "bathroom", self.any_word()), "genre": lambda: self.pick("jazz", "rock", "folk", "techno", "classical", self.any_word()),
            "small": lambda: self.r.randint(1, 30), "minutes": lambda: self.r.randint(1, 90), "number": lambda: self.r.randint(0, self.pick(20, 999, 99999)), "currency": lambda: self.r.choice(CURRENCIES),
            "file": lambda: f"{self.any_word()}.{self.pick('txt', 'md', 'pdf', 'cs', 'log')}", "colour": lambda: self.r.choice(COLOURS), "id": lambda: self.pick(self.any_word(), self.any_word(), self.code(), f"{self.any_word()} {self.any_word()}"),
        }[kind]()
        return value, str(value)

    def invented(self):
        return self.pick(self.verb_tool, self.verb_tool, self.attribute_tool, self.attribute_tool, self.pair_tool, self.choice_tool, self.list_tool)()

    def named(self, verb, thing):
        return self.pick(f"{verb}_{thing}", f"{verb}_{thing}", cap(verb) + cap(thing), verb + cap(thing), f"{cap(thing)}Plugin_{verb}_{thing}", f"{thing}_{verb}", f"{cap(thing)}-{cap(verb)}")

    def verb_tool(self):
        verb, thing = self.r.choice(UNSEEN_VERBS if self.unseen else VERBS), self.any_word()
        key = self.pick("id", "name", "value", "target", "item", "key", "number", "query", self.any_word())
        kind = "number" if key == "number" else "id"
        forms = (("{V} the {t} {0}.", "Please {v} {t} {0}.", "Can you {v} the {t} {0}?", "{v} {t} {0}", "{V} {t} {0}.", "I want to {v} the {t} {0}.", "{V} the {t} named {0}.", "{V} the {t} with {k} {0}.", "{V} {0}, the {t}."),
                 ("I need to {v} the {t} {0}.", "Let us {v} the {t} {0}.", "{V} this {t}: {0}", "Go and {v} the {t} {0}."))[self.unseen]

        def ask():
            value, said = self.value(kind)
            return {key: value}, self.r.choice(forms).format(said, v=verb, V=cap(verb), t=thing, k=key)
        return self.tool(thing, self.named(verb, thing), self.pick(f"{cap(verb)}s a {thing}", f"{cap(verb)} the {thing}", ""), {key: {"type": "integer" if kind == "number" else "string"}}, [key], ask)

    def attribute_tool(self):
        attribute = self.r.choice(UNSEEN_ATTRIBUTES if self.unseen else ATTRIBUTES) if self.r.random() < .7 else self.any_word()
        key, kind = self.pick(("city", "city"), ("name", "name"), ("id", "code"), ("item", "id"), (self.any_word(), "id"))
        forms = (("What is the {a} of {0}?", "Tell me the {a} of {0}.", "{a} of {0}?", "What {a} does {0} have?", "Find the {a} of {0}.", "Which {a} has {0}?", "Get the {a} for {0}.", "Do you know the {a} of {0}?", "Give me the {a} of {0}.", "Look up the {a} of {0}."),
                 ("I need the {a} of {0}.", "Show me the {a} of {0}.", "What's the {a} of {0}?", "Check the {a} of {0}."))[self.unseen]

        def ask():
            value, said = self.value(kind)
            return {key: value}, cap(self.r.choice(forms).format(said, a=attribute))
        return self.tool(attribute, self.named(self.pick("get", "get", "find", "lookup"), attribute), self.pick(f"Gets the {attribute} of a {key}", f"Returns the {attribute}", ""), {key: {"type": "string"}}, [key], ask)

    def pair_tool(self):
        verb, thing = self.r.choice(UNSEEN_VERBS if self.unseen else VERBS), self.any_word()
        entries = {}
        for _ in range(self.r.choices([2, 3], [.75, .25])[0]):
            entries[self.pick("name", "city", "day", "count", "colour", "owner", "price", "text", self.any_word())] = self.pick("name", "city", "day", "small", "number", "colour", "word", "code")
        forms = (("{V} the {t} with {e}.", "{V} a {t} with {e}.", "{v} {t}: {e}", "Please {v} the {t} with {e}."), ("I need to {v} a {t} with {e}.", "{V} one {t}: {e}"))[self.unseen]

        def ask():
            values = {k: self.value(kind) for k, kind in entries.items()}
            said = [f"{k} {v}" for k, (_, v) in values.items()]
            return {k: v for k, (v, _) in values.items()}, self.r.choice(forms).format(v=verb, V=cap(verb), t=thing, e=", ".join(said[:-1]) + (" and " if len(said) > 1 else "") + said[-1])
        properties = {k: {"type": "integer" if kind in ("small", "number") else "string"} for k, kind in entries.items()}
        return self.tool(thing, self.named(verb, thing), self.pick(f"{cap(verb)}s a {thing}", f"{cap(verb)} the {thing}", ""), properties, list(entries), ask)

    def choice_tool(self):
        thing, key = self.any_word(), self.pick("state", "mode", "level", "value", self.any_word())
        choices = self.pick(["on", "off"], ["low", "high"], [self.any_word(), self.any_word(), self.any_word()], None)
        forms = (("Set the {t} to {0}.", "Set {t} to {0}.", "Change the {t} to {0}.", "Turn the {t} to {0}.", "Put the {t} on {0}."), ("I want the {t} set to {0}.", "Make the {t} {0}.", "Move the {t} to {0}."))[self.unseen]

        def ask():
            value = self.r.choice(choices) if choices else self.r.randint(0, 100)
            return {key: value}, self.r.choice(forms).format(value, t=thing)
        return self.tool(thing, self.named(self.pick("set", "change"), thing), self.pick(f"Sets the {thing}", f"Changes the {thing}", ""), {key: {"type": "string", "enum": choices} if choices else {"type": "integer"}}, [key], ask)

    def list_tool(self):
        thing = self.any_word()
        forms = (("Which {t} are there?", "List all {t}.", "Show me the {t}.", "List the {t}.", "What {t} do we have?", "Show all {t}.", "Get the {t}."), ("Give me all {t}.", "I need the {t}.", "Are there any {t}?"))[self.unseen]
        return self.tool(thing, self.named(self.pick("list", "get", "show"), thing), self.pick(f"Lists the {thing}", f"Gets all {thing}", ""), {}, [], lambda: ({}, self.r.choice(forms).format(t=thing)))

    def tool(self, topic, name, description, properties, required, ask):
        """Schemas come in the shapes that clients send: with and without descriptions, titles and extra keys."""
        if self.r.random() < .3:
            properties = {k: {"description": f"The {k}", **v} if "description" not in v else v for k, v in properties.items()}
        parameters = {"type": "object", "properties": properties, "required": required}
        if not required or self.r.random() < .1:
            del parameters["required"]
        if self.r.random() < .2:
            parameters["additionalProperties"] = False
        return {"topic": topic, "schema": {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}, "ask": ask}


def msg(role, content):
    return {"role": role, "content": content}


def call(*calls):
    return {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": n, "arguments": a}} for n, a in calls]}
