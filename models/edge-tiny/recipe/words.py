"""Words that the dialogues are made of. With `unseen`, a draw uses only words that training never draws."""
import random

NAMES = """Anna Ben Carla David Elena Felix Grace Hugo Ines Jonas Kira Liam Maya Noah Olga Paul Quinn Rosa Sam Tara Uma
Victor Wanda Xavier Yara Zoe Amir Bella Chen Diego Emma Farid Gina Hana Ivan Julia Kofi Lena Mateo Nina Omar Priya Rafael
Sofia Tomas Ursula Vera Will Yusuf Zara Alice Bob Clara Daniel Erik Frida George Helen Isaac Jane Karl Laura Max Nora""".split()
CAPITALS = dict(p.split("=") for p in """France=Paris,Germany=Berlin,Italy=Rome,Spain=Madrid,Portugal=Lisbon,Norway=Oslo,
Sweden=Stockholm,Finland=Helsinki,Denmark=Copenhagen,Iceland=Reykjavik,Ireland=Dublin,Austria=Vienna,Switzerland=Bern,
Belgium=Brussels,Poland=Warsaw,Greece=Athens,Turkey=Ankara,Egypt=Cairo,Kenya=Nairobi,Japan=Tokyo,China=Beijing,
India=New Delhi,Canada=Ottawa,Mexico=Mexico City,Brazil=Brasilia,Argentina=Buenos Aires,Chile=Santiago,Peru=Lima,
Cuba=Havana,Australia=Canberra,Hungary=Budapest,Romania=Bucharest,Bulgaria=Sofia,Croatia=Zagreb,Serbia=Belgrade,
Ukraine=Kyiv,Vietnam=Hanoi,Thailand=Bangkok,Nepal=Kathmandu,Iran=Tehran,Iraq=Baghdad,Morocco=Rabat,Ghana=Accra,
Nigeria=Abuja,Ethiopia=Addis Ababa,South Korea=Seoul,Indonesia=Jakarta,Estonia=Tallinn,Latvia=Riga,Lithuania=Vilnius,
the Netherlands=Amsterdam,the United States=Washington,the United Kingdom=London,New Zealand=Wellington""".replace("\n", "").split(","))
CITIES = list(CAPITALS.values()) + "Hamburg Boston Seattle Lyon Milan Porto Osaka Mumbai Sydney Toronto Denver Geneva Leeds Krakow Nice".split()
COLOURS = "red blue green yellow purple orange black white pink teal".split()
OPPOSITES = dict(p.split("=") for p in """hot=cold,big=small,fast=slow,up=down,left=right,day=night,open=closed,early=late,
hard=soft,light=dark,full=empty,happy=sad,old=new,rich=poor,wet=dry,loud=quiet""".replace("\n", "").split(","))
SOUNDS = {"dog": "woof", "cat": "meow", "cow": "moo", "duck": "quack", "sheep": "baa", "pig": "oink", "lion": "roar", "horse": "neigh"}
WORDS = """apple river stone cloud tiger window garden silver music bridge candle forest rocket pencil mirror island winter summer
coffee bread report invoice ticket folder camera engine market doctor letter monkey basket hammer""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

# Words of tool results, requests and invented tools; the second list is for evaluate.py only.
SEEN = """airport alarm anchor answer arrow article autumn badge balloon banana barrel battery beach beaver beetle bell bicycle blanket blossom board boat
bottle box branch breakfast brick brush bucket budget building bus butter button cabin cable cactus cake calendar canal canvas captain card carpet castle
chain chair channel cheese cherry chimney circle clock coat coin comet compass contract copper corner cotton crane crown curtain customer cushion dance desk
diamond dinner dolphin door dragon drawer dream drum eagle earth echo elephant email energy evening fabric factory falcon family farmer feather fence field
figure finger flag flower flute folder fountain fox frame friend frog fruit game garage gate ghost giraffe glass glove goat grape grass guest guitar hall
harbour hat hill hotel hour house image inbox ink invoice iron jacket jar jewel journey judge kettle key kitchen kite knife ladder lake lamp laptop leaf
lemon lesson library light line list lizard lobby lock log lunch machine magnet map maple marble meadow meeting melon member menu message metal meteor
minute module moment money month morning mountain mouse museum nail needle nest net note number oak object ocean office olive onion orange order owl package
page paint palace panel paper parcel park path payment peach pear pebble person photo piano picture pillow pilot pipe planet plant plate player pocket poem
pony port potato printer prize problem product project pump queue rabbit radio rain ranger recipe record ribbon rice ring road robot roof room root rope rose
sail sample sand scale school score screen seat seed server shadow sheet shell ship shirt shop signal snow sofa song spoon spring square staff stage stairs
station step storm story street sugar suitcase sun swan table tablet tail task teacher team tent ticket tile tomato tool tower town toy track trade train
travel treasure tree truck tunnel turtle user valley value vase video village violin visitor voice volume wagon wall wallet warehouse watch water wave week
wheel whistle wind wing wire wolf wood wool worker world year zebra zone cold warm bright quiet heavy slow early late nice free busy ready open closed full
empty available missing broken fresh dry wet strong weak green grey brown new old small large high low good bad fine safe long short cheap active waiting
paid sent blocked locked running stopped finished cancelled confirmed delayed clear calm icy foggy stormy snowy misty mild cool chilly humid hot""".split()
UNSEEN = """abbey acorn almond amber apron atlas attic avocado axle bagel bamboo banner beacon beard belt bishop blizzard bonus boulder bracelet breeze broom bubble
buffalo cabbage camel candy canoe carrot cave cedar chalk cliff clover cobra coral cradle crayon cricket crystal daisy dentist dune envelope eraser ferry fiddle
flame fossil galaxy garlic glacier goblet goose gravel hamster harp hazel helmet hermit hockey honey igloo ivory jaguar jasmine jungle kayak koala lagoon
lantern lavender lemonade lobster locket mango meerkat mitten moss mustard nectar nugget orchard otter oyster paddle panther papaya parrot pelican pepper pigeon
plum prism pumpkin puzzle quartz raven reef saddle salmon scarf shovel skunk slipper squid statue sulphur thimble thistle tulip turnip vessel vinegar
walnut walrus willow yacht drizzly gloomy breezy freezing damp cosy shiny rusty fragile postponed approved rejected""".split()
UNSEEN_NAMES = "Ada Bruno Celia Dmitri Esther Fiona Gustav Hilda Imran Jolanda Keiko Lorenzo Miriam Nils Odette Pablo Ramona Stefan Thea Viktor Wilma Yvonne".split()
UNSEEN_CITIES = "Bergen Cardiff Dakar Malmo Naples Perth Quito Tampere Turin Utrecht Valencia Winnipeg Bristol Cologne Marseille Kyoto".split()


class Words:
    """Draws words; equal seeds draw equal words."""

    def __init__(self, seed, unseen=False):
        self.r, self.unseen = random.Random(seed), unseen

    def pick(self, *choices):
        return self.r.choice(choices)

    def word(self):
        """An invented word, so that the model copies and does not recall."""
        if self.r.random() < .5:
            return "".join(self.r.choice("bcdfghjklmnprstvz") + self.r.choice("aeiou") for _ in range(self.r.randint(2, 4)))
        starts, vowels, ends = "b bl br c ch cl cr d dr f fl fr g gl gr h j k kn l m n p ph pl pr qu r s sc sh sl sm sn sp st str sw t th tr v w wh y z".split(), "a e i o u ai ea ee ie oo ou y".split(), " b ck d f g l ll m n nd ng nt p r rd rk s ss st t th x".split(" ")
        return "".join(self.r.choice(starts) + self.r.choice(vowels) + self.r.choice(ends) for _ in range(self.r.choices([1, 2, 3], [.3, .5, .2])[0]))

    def any_word(self):
        if self.unseen:
            return self.r.choice(UNSEEN) if self.r.random() < .8 else self.word()
        return self.r.choices([self.r.choice(WORDS), self.r.choice(SEEN), self.word()], [.25, .35, .4])[0]

    def name(self):
        if self.unseen:
            return self.r.choice(UNSEEN_NAMES)
        return self.r.choice(NAMES) if self.r.random() < .5 else cap(self.word())

    def city(self):
        if self.unseen:
            return self.r.choice(UNSEEN_CITIES)
        return self.r.choice(CITIES) if self.r.random() < .7 else cap(self.word())

    def code(self):
        return "".join(self.r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(self.r.randint(3, 6)))


def cap(s):
    return s[:1].upper() + s[1:]
