"""Lists of names that serve as features: countries, demonyms, cities, regions, given names.

Sources: country-codes.csv (PDDL), the CIA World Factbook (CC0), world-cities.csv (GeoNames,
CC BY 4.0), us-legislators-current.yaml and us-executive.yaml (CC0), and the short tables below.
A name is a tuple of tokens; its class is a small number. Longest match from the left wins.
"""
import csv
import glob
import json
import os
import re

CLASSES = ["country", "demonym", "capital", "city", "region", "given", "family", "body"]
COUNTRY, DEMONYM, CAPITAL, CITY, REGION, GIVEN, FAMILY, BODY = range(8)

# Forms that the lists lack.
COUNTRY_EXTRA = """US|U.S.|U.S|USA|U.S.A.|America|United States of America|the States|UK|U.K.|Britain|Great Britain|England|Scotland|Wales|
Northern Ireland|UAE|U.A.E.|Emirates|Russia|Iran|Syria|North Korea|South Korea|DPRK|ROK|PRC|Taiwan|Palestine|Gaza|Kosovo|Vatican|Holland|Burma|Ivory Coast|
Czech Republic|Soviet Union|USSR|U.S.S.R.|Yugoslavia|Czechoslovakia|Persia|Siam|Zaire|East Germany|West Germany|Macedonia|Swaziland|Cape Verde|
East Timor|Congo|DR Congo|DRC|Korea|Tibet|Hong Kong|Vietnam|Laos|Bolivia|Venezuela|Tanzania|Moldova|Brunei|Micronesia|KSA|Ottoman Empire|
United Arab Emirates|Saudi Arabia|Turkey|Türkiye|Turkiye|Eswatini|Ireland|Republic of Ireland|China|Bosnia|Herzegovina|Serbia|Montenegro|
Gambia|Bahamas|Netherlands|Philippines|Maldives|Comoros|Seychelles|Solomon Islands|Marshall Islands|Central African Republic|Dominican Republic"""
DEMONYM_EXTRA = """American|Americans|British|Briton|Britons|English|Scottish|Welsh|Irish|Russian|Russians|Chinese|Iranian|Iranians|Iraqi|Iraqis|Israeli|
Israelis|Palestinian|Palestinians|Syrian|Syrians|Saudi|Saudis|Turkish|Turks|Turk|Kurdish|Kurds|Kurd|Arab|Arabs|European|Europeans|African|Africans|Asian|Asians|
Korean|Koreans|South Korean|South Koreans|North Korean|North Koreans|Japanese|Vietnamese|Ukrainian|Ukrainians|Soviet|Soviets|French|German|Germans|Italian|
Italians|Spanish|Spaniard|Spaniards|Portuguese|Dutch|Belgian|Belgians|Swiss|Austrian|Austrians|Polish|Poles|Czech|Czechs|Slovak|Slovaks|Hungarian|Hungarians|
Romanian|Romanians|Bulgarian|Bulgarians|Greek|Greeks|Serbian|Serb|Serbs|Croatian|Croat|Croats|Bosnian|Bosnians|Kosovar|Albanian|Albanians|Swedish|Swede|Swedes|
Norwegian|Norwegians|Danish|Dane|Danes|Finnish|Finn|Finns|Icelandic|Estonian|Latvian|Lithuanian|Belarusian|Belarusians|Georgian|Georgians|Armenian|Armenians|
Azerbaijani|Azeri|Kazakh|Uzbek|Turkmen|Tajik|Kyrgyz|Afghan|Afghans|Pakistani|Pakistanis|Indian|Indians|Bangladeshi|Bangladeshis|Nepali|Nepalese|Sri Lankan|Burmese|
Thai|Thais|Cambodian|Cambodians|Laotian|Malaysian|Malaysians|Indonesian|Indonesians|Filipino|Filipinos|Singaporean|Taiwanese|Tibetan|Tibetans|Mongolian|Australian|
Australians|New Zealander|Kiwi|Canadian|Canadians|Mexican|Mexicans|Cuban|Cubans|Haitian|Haitians|Brazilian|Brazilians|Argentine|Argentinian|Chilean|Chileans|Peruvian|
Colombian|Colombians|Venezuelan|Venezuelans|Bolivian|Ecuadorian|Paraguayan|Uruguayan|Egyptian|Egyptians|Libyan|Libyans|Tunisian|Tunisians|Algerian|Algerians|Moroccan|
Moroccans|Sudanese|South Sudanese|Ethiopian|Ethiopians|Eritrean|Somali|Somalis|Kenyan|Kenyans|Ugandan|Ugandans|Rwandan|Rwandans|Tanzanian|Congolese|Nigerian|Nigerians|
Ghanaian|Malian|Senegalese|Ivorian|Liberian|Cameroonian|Angolan|Zambian|Zimbabwean|Mozambican|South African|South Africans|Namibian|Jordanian|Jordanians|Lebanese|
Yemeni|Yemenis|Omani|Emirati|Emiratis|Qatari|Qataris|Kuwaiti|Kuwaitis|Bahraini|Bahrainis|Cypriot|Cypriots|Maltese|Slovenian|Slovene|Macedonian|Montenegrin|Moldovan"""
# Common given names, written down by hand (facts, no list copied).
GIVEN_EXTRA = """Aaron Abbas Abdel Abdul Abdullah Abigail Abraham Abu Adam Adele Adrian Adriana Ahmad Ahmed Aisha Akira Alan Albert Alberto Alejandro Alessandro Alex Alexander
Alexandra Alexei Alexey Alexis Alfred Alfredo Ali Alice Alicia Alison Allan Allen Amanda Amber Amir Amy Ana Anas Anatoly Andre Andrea Andreas Andrei Andres Andrew Andrey Andrzej Andy
Angel Angela Angelina Angelo Anita Ann Anna Anne Annie Anthony Antoine Anton Antonio Anwar Ariel Arnold Arthur Arturo Ashley Ashraf Audrey Austin Ayman Barack Barbara Barry Bashar
Beatrice Ben Benjamin Bernard Bernie Beth Betty Bill Billy Bob Bobby Boris Brad Bradley Brandon Brenda Brent Brett Brian Bruce Bruno Bryan Caitlin Calvin Cameron Camilla Carl Carla Carlos Carmen
Carol Caroline Carolyn Carrie Catherine Cecilia Cesar Chad Charles Charlie Charlotte Chelsea Cheryl Chris Christian Christina Christine Christopher Chuck Cindy Claire Clara Claudia Clinton Colin
Condoleezza Connie Craig Cristina Crystal Curtis Cynthia Dale Dan Dana Daniel Daniela Danielle Danny Darren Dave David Dawn Dean Deborah Debra Denis Denise Dennis Derek Diana Diane Dick Diego
Dimitri Dmitri Dmitry Dominic Don Donald Donna Doris Dorothy Doug Douglas Duncan Dylan Earl Ed Eddie Edgar Eduardo Edward Edwin Ehud Eileen Elaine Elena Eli Elias Elijah Elizabeth Ella Ellen
Emily Emma Emmanuel Enrique Eric Erica Erik Erika Ernest Ernesto Esther Ethan Eugene Eva Evan Evelyn Fatima Felipe Felix Fernando Fidel Florence Frances Francesco Francis Francisco Francois Frank
Franklin Fred Frederick Gabriel Gabriela Gareth Gary Gavin Gene Geoff Geoffrey George Georgia Gerald Gerard Gerhard Gilbert Gina Giorgio Giovanni Giuseppe Glenn Gloria Gordon Grace Graham Greg
Gregory Guillermo Gustavo Guy Hamid Hannah Hans Harold Harriet Harry Hasan Hassan Heather Hector Heidi Heinrich Helen Helena Helmut Henri Henrik Henry Herbert Hillary Hiroshi Holly Hossein Howard Hugh
Hugo Hussein Ian Ibrahim Igor Ingrid Irene Irina Isaac Isabel Isabella Ismail Ivan Jack Jackie Jackson Jacob Jacques Jaime Jake Jamal James Jamie Jan Jane Janet Janice Jared Jason Javier Jay
Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jesse Jessica Jesus Jill Jim Jimmy Joan Joanna Joe Joel Johan Johann John Johnny Jon Jonathan Jordan Jorge Jose José Josef Joseph Joshua Joyce Juan
Judith Judy Julia Julian Julie Julio Justin Kamal Karen Karim Karl Kate Katherine Kathleen Kathryn Kathy Katie Kay Keith Kelly Ken Kenneth Kerry Kevin Khaled Khalid Kim Kimberly Klaus Kofi Kristen
Kurt Kyle Lara Larry Laura Lauren Laurence Laurent Lawrence Lee Leo Leon Leonard Leonid Leslie Lewis Liam Lillian Linda Lindsay Lisa Liz Lloyd Lois Lorenzo Lori Louis Louise Lucas Lucia Lucy Luis
Luke Lynn Madeleine Mahmoud Malcolm Manuel Marc Marcel Marco Marcus Margaret Maria Mariam Marian Marie Marilyn Mario Marion Mark Marko Martha Martin Marvin Mary Mateo Matt Matteo Matthew Maureen
Maurice Max Maxim Megan Mehmet Melanie Melinda Melissa Michael Michel Michelle Miguel Mikhail Mike Milan Mildred Miriam Mitch Mitchell Mohamed Mohammad Mohammed Moises Molly Monica Muammar
Muhammad Mustafa Nadia Nancy Naomi Natalia Natalie Natasha Nathan Nathaniel Neil Nelson Nicholas Nick Nicolas Nicole Nikolai Nina Noah Noel Nora Norman Oleg Olga Oliver Olivia Omar Oscar Osama Otto
Owen Pablo Pamela Paolo Pat Patricia Patrick Paul Paula Pauline Pavel Pedro Peggy Penny Perry Pervez Pete Peter Phil Philip Philippe Phillip Phyllis Pierre Rachel Rafael Ralph Ramon Randy Rashid Raul
Ray Raymond Rebecca Reza Ricardo Richard Rick Ricky Rita Robert Roberta Roberto Robin Rodney Rodrigo Roger Roland Ron Ronald Rosa Rose Ross Roy Ruben Rudy Russell Ruth Ryan Saddam Sally Sam
Samantha Samir Samuel Sandra Sara Sarah Saul Scott Sean Sebastian Serena Serge Sergei Sergey Sergio Seth Shane Shannon Sharon Shaun Shawn Sheila Shinzo Shirley Sidney Silvia Silvio Simon Sofia Sonia
Sophia Sophie Stacy Stan Stanley Stefan Stella Stephanie Stephen Steve Steven Stewart Stuart Sue Susan Suzanne Svetlana Sylvia Tamara Tammy Tania Tanya Tara Tariq Ted Teresa Terrence Terry Theodore
Theresa Thomas Tiffany Tim Timothy Tina Todd Tom Tommy Tony Tracy Travis Trevor Ursula Valentina Valerie Vanessa Vernon Veronica Victor Victoria Vincent Viktor Virginia Vivian Vladimir Volodymyr
Walter Wanda Warren Wayne Wendy Wesley Wilhelm Will William Willie Winston Wolfgang Xavier Yasser Yasuo Yitzhak Yolanda Yuri Yusuf Yves Yvonne Zachary Zoe Zalmay Benazir Narendra Rajiv Sanjay Rahul Priya
Anil Sunil Vijay Ravi Amit Deepak Indira Imran Nawaz Asif Bilal Hamza Yasmin Layla Leila Nour Salman Faisal Fahd Nasser Saeed Said Salim Walid Ziad Hafez Hosni Nouri Haidar Moqtada Muqtada Ayad Jalal
Masoud Massoud Akbar Ehsan Javad Mehdi Hashemi Qasem Rouhollah Ayatollah Jinping Xiaoping Jintao Wei Ming Hao Jing Ying Kenji Taro Yoko Junichiro Naoto Yukio Fumio Kyung Seung Jong Jae Nguyen Thanh
Kwame Nana Ngozi Chinua Olusegun Goodluck Sani Thabo Jacob Cyril Robert Morgan Paul Yoweri Uhuru Raila Mwai Haile Meles Abiy"""

# Well-known bodies, written down by hand.
BODY_EXTRA = """United Nations|UN|U.N.|European Union|EU|E.U.|NATO|Nato|OPEC|African Union|Arab League|ASEAN|IMF|International Monetary Fund|World Bank|World Trade Organization|WTO|
World Health Organization|WHO|IAEA|International Atomic Energy Agency|UNESCO|UNICEF|UNHCR|Security Council|General Assembly|European Commission|European Parliament|European Council|
European Central Bank|ECB|Council of Europe|OSCE|OECD|Interpol|Red Cross|Red Crescent|Amnesty International|Human Rights Watch|Greenpeace|Congress|Senate|House of Representatives|Parliament|
House of Commons|House of Lords|Supreme Court|High Court|International Criminal Court|ICC|Pentagon|Kremlin|White House|State Department|Defense Department|Department of Defense|Justice Department|
Treasury|Treasury Department|Department of State|Department of Justice|Homeland Security|Department of Homeland Security|Foreign Office|Foreign Ministry|Defense Ministry|Ministry of Defence|
Ministry of Defense|Ministry of Foreign Affairs|Interior Ministry|CIA|FBI|NSA|NSC|FDA|EPA|IRS|SEC|FCC|FAA|NASA|DHS|DOJ|DOD|Fed|Federal Reserve|CDC|NIH|Coast Guard|Army|Navy|Air Force|Marine Corps|
Marines|Royal Navy|Royal Air Force|RAF|Scotland Yard|MI5|MI6|Mossad|IDF|KGB|FSB|GRU|IRGC|Revolutionary Guards|Revolutionary Guard|Quds Force|ISI|RAW|Duma|State Duma|Knesset|Bundestag|Lok Sabha|
Politburo|Communist Party|Labour Party|Labour|Labor Party|Conservative Party|Conservatives|Tories|Liberal Democrats|Republican Party|Republicans|Republican|GOP|Democratic Party|Democrats|Democrat|Democratic|
Green Party|Greens|Likud|Hamas|Hezbollah|Hizbollah|Hezbullah|Fatah|PLO|Taliban|Al Qaeda|Al - Qaeda|al - Qaeda|al Qaeda|Qaeda|ISIS|ISIL|Islamic State|Daesh|Boko Haram|Al - Shabaab|Houthis|Houthi|PKK|YPG|SDF|
Syrian Democratic Forces|Muslim Brotherhood|Baath Party|Baath|IRA|Sinn Fein|ETA|FARC|Tamil Tigers|LTTE|Wagner|Wagner Group|Reuters|Associated Press|AP|AFP|Agence France - Presse|TASS|Interfax|RIA Novosti|Xinhua|
BBC|CNN|Fox News|NBC|ABC|CBS|MSNBC|Al Jazeera|Al - Jazeera|Washington Post|New York Times|Wall Street Journal|Guardian|Financial Times|Times|Bloomberg|Le Monde|Der Spiegel|USA Today|Daily Telegraph|Telegraph|
Economist|Newsweek|Google|Microsoft|Apple|Amazon|Facebook|Twitter|YouTube|Intel|IBM|Oracle|Cisco|Dell|Hewlett - Packard|HP|Samsung|Sony|Toyota|Honda|Nissan|Ford|General Motors|GM|Chrysler|Tesla|SpaceX|
Volkswagen|BMW|Daimler|Siemens|Nokia|Ericsson|Huawei|ZTE|Boeing|Airbus|Lockheed Martin|Raytheon|Northrop Grumman|General Dynamics|BAE Systems|Rosneft|Gazprom|Lukoil|Rosatom|Aeroflot|Aramco|Saudi Aramco|ExxonMobil|
Exxon|Shell|BP|Chevron|Halliburton|Enron|Goldman Sachs|JPMorgan|JP Morgan|Morgan Stanley|Citigroup|Citibank|Bank of America|Wells Fargo|HSBC|Barclays|Deutsche Bank|UBS|Credit Suisse|Lehman Brothers|AIG|
Walmart|Wal - Mart|Costco|McDonald|Starbucks|Nike|Disney|Netflix|Uber|Airbnb|PayPal|eBay|Yahoo|AOL|Verizon|AT & T|Comcast|Pfizer|Moderna|AstraZeneca|Johnson & Johnson|Merck|Novartis|Roche|Harvard|
Harvard University|Yale|Yale University|Princeton|Stanford|Stanford University|MIT|Oxford|Oxford University|Cambridge University|Columbia University|University of California|UCLA|Berkeley|Georgetown University|NYU|
NBA|NFL|NHL|MLB|FIFA|UEFA|IOC|Real Madrid|Manchester United|Arsenal|Yankees|Red Sox|Lakers|Dodgers|Wikipedia|Wikimedia|Wikinews|RAND|Brookings Institution|Heritage Foundation"""


def words(text):
    """Split a name as a treebank would: spaces, hyphens and the possessive stand alone."""
    return tuple(re.findall(r"[A-Z](?:\.[A-Z])+\.?|[^\s\-,()'’]+|[-,()]|['’]s?", text))


def strip_html(text):
    return re.sub(r"<[^>]+>", " ", text)


def build(root):
    """Return {tuple of tokens: class}; where a name is of two classes the first of CLASSES wins."""
    found = {}

    def add(name, cls):
        toks = words(name.strip())
        if toks and len(toks) <= 5 and len(name) > 1 and name[0].isupper():
            if toks not in found or cls < found[toks]:
                found[toks] = cls

    for name in COUNTRY_EXTRA.replace("\n", "").split("|"):
        add(name, COUNTRY)
    for name in DEMONYM_EXTRA.replace("\n", "").split("|"):
        add(name, DEMONYM)
    for name in BODY_EXTRA.replace("\n", "").split("|"):
        found[words(name)] = BODY
    for name in GIVEN_EXTRA.split():
        add(name, GIVEN)
    with open(os.path.join(root, "gazetteer/country-codes.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            for col in ("UNTERM English Short", "CLDR display name", "official_name_en"):
                name = re.sub(r"\s*[(\[].*", "", row.get(col) or "").replace("the ", "")
                add(name, COUNTRY)
            for capital in (row.get("Capital") or "").split(","):
                add(capital, CAPITAL)
    for path in sorted(glob.glob(os.path.join(root, "gazetteer/factbook/*/*.json"))):
        if "/meta/" in path:
            continue
        with open(path, encoding="utf-8") as f:
            book = json.load(f)
        people = book.get("People and Society", {}).get("Nationality", {})
        for key in ("noun", "adjective"):
            text = strip_html(people.get(key, {}).get("text", ""))
            for part in re.split(r"[,;()/]|\bor\b", text):
                part = part.strip()
                if part and part[0].isupper() and len(part.split()) <= 2:
                    add(part, DEMONYM)
        government = book.get("Government", {})
        capital = strip_html(government.get("Capital", {}).get("name", {}).get("text", ""))
        add(re.split(r"[;(,]", capital)[0], CAPITAL)
        short = strip_html(government.get("Country name", {}).get("conventional short form", {}).get("text", ""))
        if short and short.strip() not in ("none", "n/a"):
            add(re.sub(r"\s*\(.*", "", short).replace("The ", ""), COUNTRY)
        chief = strip_html(government.get("Executive branch", {}).get("chief of state", {}).get("text", ""))
        chief += " " + strip_html(government.get("Executive branch", {}).get("head of government", {}).get("text", ""))
        for given, family in re.findall(r"(?:President|Minister|King|Queen|Chancellor|Emir|Governor|Premier) ([A-Z][a-z]+)(?: [A-Z][a-z.]*)? ([A-Z]{3,})", chief):
            add(given, GIVEN)
            add(family.title(), FAMILY)
    with open(os.path.join(root, "gazetteer/world-cities.csv"), encoding="utf-8") as f:
        for row in csv.DictReader(f):
            add(row["name"], CITY)
            add(row["subcountry"], REGION)
    with open(os.path.join(root, "gazetteer/us-legislators-current.yaml"), encoding="utf-8") as f:
        for line in f:
            m = re.match(r"\s+(first|last): ['\"]?([A-Z][\w'-]+)['\"]?\s*$", line)
            if m:
                add(m.group(2), GIVEN if m.group(1) == "first" else FAMILY)
    return found
